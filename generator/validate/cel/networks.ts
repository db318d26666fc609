import { type CelFunc, type CelMap, CelScalar, celFunc, celMethod } from '@bufbuild/cel'
import {
  type Cidr,
  cidrOf,
  holds,
  type Ip,
  ipOf,
  isCidr,
  isGlobalUnicast,
  isIp,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isUnspecified,
  maskedOf,
  textOfCidr,
  textOfIp,
} from './addresses.ts'
import { OBJECT, ofObject, unwrapped, wanted, wrapped } from './wrapped.ts'

const { BOOL, INT, STRING } = CelScalar

const readIp = (text: string): Ip => wanted(ipOf(text), text, 'IP address')
const readCidr = (text: string): Cidr => wanted(cidrOf(text), text, 'CIDR')
const whole = (ip: Ip): Cidr => ({ ip, length: ip.bits })

const about = (name: string, is: (ip: Ip) => boolean): CelFunc =>
  ofObject(name, BOOL, (text) => is(readIp(text)))

/** What Kubernetes adds to CEL about addresses and networks. */
export const networkFunctions: readonly CelFunc[] = [
  celFunc('isIP', [STRING], BOOL, isIp),
  celFunc('ip', [STRING], OBJECT, (text) => wrapped(textOfIp(readIp(text)))),
  celFunc('ip.isCanonical', [STRING], BOOL, (text) => textOfIp(readIp(text)) === text),
  ofObject('family', INT, (text) => (readIp(text).bits === 32 ? 4n : 6n)),
  about('isUnspecified', isUnspecified),
  about('isLoopback', isLoopback),
  about('isLinkLocalMulticast', isLinkLocalMulticast),
  about('isLinkLocalUnicast', isLinkLocalUnicast),
  about('isGlobalUnicast', isGlobalUnicast),
  celFunc('isCIDR', [STRING], BOOL, isCidr),
  celFunc('cidr', [STRING], OBJECT, (text) => wrapped(textOfCidr(readCidr(text)))),
  ofObject('ip', OBJECT, (text) => wrapped(textOfIp(readCidr(text).ip))),
  ofObject('prefixLength', INT, (text) => BigInt(readCidr(text).length)),
  ofObject('masked', OBJECT, (text) => wrapped(textOfCidr(maskedOf(readCidr(text))))),
  ...containing('containsIP', (text) => whole(readIp(text))),
  ...containing('containsCIDR', readCidr),
  celFunc('string', [OBJECT], STRING, unwrapped),
]

/** Takes the text as well as what was made of it. */
function containing(name: string, read: (text: string) => Cidr): readonly CelFunc[] {
  const inside = (outer: CelMap, inner: string): boolean =>
    holds(maskedOf(readCidr(unwrapped(outer))), read(inner))
  return [
    celMethod(name, OBJECT, [STRING], BOOL, function (this: CelMap, text) {
      return inside(this, text)
    }),
    celMethod(name, OBJECT, [OBJECT], BOOL, function (this: CelMap, other) {
      return inside(this, unwrapped(other))
    }),
  ]
}
