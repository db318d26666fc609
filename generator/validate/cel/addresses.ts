import { formats } from '../formats.ts'

/** An IPv4 or IPv6 address as the API server reads it: without leading zeros, zone or IPv4 inside IPv6. */
export function isIp(text: string): boolean {
  return ipOf(text) !== undefined
}

/** An address, a slash and the length of a prefix. */
export function isCidr(text: string): boolean {
  return cidrOf(text) !== undefined
}

/** An address as a number of 32 or 128 bits. */
export type Ip = { readonly bits: 32 | 128; readonly number: bigint }

/** A network: every address whose first bits are those of `ip`. */
export type Cidr = { readonly ip: Ip; readonly length: number }

/** The address that a text stands for; nothing for IPv4 in the clothes of IPv6. */
export function ipOf(text: string): Ip | undefined {
  if (!text.includes(':')) {
    if (formats.ipv4?.accepts(text) !== true) return undefined
    return { bits: 32, number: joined(text.split('.').map(Number), 8n) }
  }
  if (formats.ipv6?.accepts(text) !== true) return undefined
  const groups = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::')
  const [head = [], tail = []] = groups.map((half) =>
    half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16)),
  )
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0)
  const number = joined([...head, ...zeros, ...tail], 16n)
  return number >> 32n === 0xffffn ? undefined : { bits: 128, number }
}

const joined = (parts: readonly number[], bits: bigint): bigint =>
  parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n)

export function cidrOf(text: string): Cidr | undefined {
  const [, address = '', digits = ''] = /^([^/]+)\/(0|[1-9][0-9]{0,2})$/.exec(text) ?? []
  const ip = ipOf(address)
  const length = Number(digits)
  return ip === undefined || digits === '' || length > ip.bits ? undefined : { ip, length }
}

/** The one way to write an address. */
export function textOfIp({ bits, number }: Ip): string {
  const parts = (width: bigint, count: number): readonly bigint[] =>
    Array.from(
      { length: count },
      (_, i) => (number >> (width * BigInt(count - 1 - i))) & ((1n << width) - 1n),
    )
  if (bits === 32) return parts(8n, 4).join('.')
  const groups = parts(16n, 8).map((group) => group.toString(16))
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
}

export const textOfCidr = ({ ip, length }: Cidr): string => `${textOfIp(ip)}/${length}`

/** The same network with zeros behind its prefix. */
export function maskedOf({ ip, length }: Cidr): Cidr {
  const rest = BigInt(ip.bits - length)
  return { ip: { ...ip, number: (ip.number >> rest) << rest }, length }
}

/** Whether a network, or an address as the smallest of all, lies within another. */
export function holds(outer: Cidr, { ip, length }: Cidr): boolean {
  if (outer.ip.bits !== ip.bits || length < outer.length) return false
  const rest = BigInt(ip.bits - outer.length)
  return outer.ip.number >> rest === ip.number >> rest
}

/** Whether an address lies in one of these networks, which are of both families. */
const within =
  (...networks: readonly string[]) =>
  (ip: Ip): boolean =>
    networks.some((text) => {
      const network = cidrOf(text)
      return network !== undefined && holds(network, { ip, length: ip.bits })
    })

export const isLoopback = within('127.0.0.0/8', '::1/128')
export const isUnspecified = within('0.0.0.0/32', '::/128')
export const isLinkLocalUnicast = within('169.254.0.0/16', 'fe80::/10')
export const isLinkLocalMulticast = (ip: Ip): boolean =>
  ip.bits === 32 ? within('224.0.0.0/24')(ip) : ((ip.number >> 112n) & 0xff0fn) === 0xff02n

const isMulticast = within('224.0.0.0/4', 'ff00::/8')
const isBroadcast = within('255.255.255.255/32')

export const isGlobalUnicast = (ip: Ip): boolean =>
  ![isUnspecified, isLoopback, isMulticast, isLinkLocalUnicast, isBroadcast].some((is) => is(ip))
