import {
  type CelFunc,
  type CelInput,
  type CelList,
  type CelMap,
  CelScalar,
  type CelType,
  type CelValue,
  celFunc,
  celMethod,
  listType,
  mapType,
} from '@bufbuild/cel'
import { RE2JS } from 're2js'
import { quantityOf } from '../quantity.ts'
import { isCidr, isIp } from './addresses.ts'

const { BOOL, DYN, INT, STRING } = CelScalar
const LIST = listType(DYN)
/** Kubernetes' own types (Quantity, URL) as maps: rules only call methods on them. */
const OBJECT = mapType(STRING, DYN)

/** What Kubernetes adds to the functions of CEL, as far as it is here; a rule that calls another one is not evaluated. */
export const kubernetesFunctions: readonly CelFunc[] = [
  celFunc('isURL', [STRING], BOOL, (text) => urlOf(text) !== undefined),
  celFunc('isIP', [STRING], BOOL, isIp),
  celFunc('isCIDR', [STRING], BOOL, isCidr),
  celFunc('isQuantity', [STRING], BOOL, (text) => quantityOf(text) !== undefined),
  celFunc('quantity', [STRING], OBJECT, (text) =>
    wrapped(String(wanted(quantityOf(text), text, 'quantity'))),
  ),
  ...comparisons(),
  celFunc('url', [STRING], OBJECT, (text) => wrapped(wanted(urlOf(text), text, 'URL').href)),
  urlPart('getScheme', (url) => url.protocol.slice(0, -1)),
  urlPart('getHost', (url) => url.host),
  urlPart('getHostname', (url) => url.hostname),
  urlPart('getPort', (url) => url.port),
  urlPart('getEscapedPath', (url) => url.pathname),
  celMethod('find', STRING, [STRING], STRING, function (this: string, pattern) {
    return found(this, pattern)[0] ?? ''
  }),
  celMethod('findAll', STRING, [STRING], LIST, function (this: string, pattern) {
    return found(this, pattern)
  }),
  ...lists(),
]

function lists(): readonly CelFunc[] {
  const first = (list: CelList, sign: number): CelValue => {
    const sorted = itemsOf(list).toSorted((a, b) => sign * compare(a, b))
    return wanted(sorted[0], 'an empty list', 'list with elements')
  }
  return [
    celMethod('isSorted', LIST, [], BOOL, function (this: CelList) {
      const items = itemsOf(this)
      return items.every((item, i) => i === 0 || compare(items[i - 1], item) <= 0)
    }),
    celMethod('sum', LIST, [], DYN, function (this: CelList) {
      const items = itemsOf(this)
      return items.some((item) => typeof item !== 'bigint')
        ? items.reduce<number>((sum, item) => sum + Number(item), 0)
        : items.reduce<bigint>((sum, item) => sum + (item as bigint), 0n)
    }),
    celMethod('min', LIST, [], DYN, function (this: CelList) {
      return first(this, 1)
    }),
    celMethod('max', LIST, [], DYN, function (this: CelList) {
      return first(this, -1)
    }),
    celMethod('indexOf', LIST, [DYN], INT, function (this: CelList, item) {
      return BigInt(itemsOf(this).indexOf(item))
    }),
    celMethod('lastIndexOf', LIST, [DYN], INT, function (this: CelList, item) {
      return BigInt(itemsOf(this).lastIndexOf(item))
    }),
  ]
}

function comparisons(): readonly CelFunc[] {
  const method = <R extends CelType>(
    name: string,
    result: R,
    make: (order: number) => CelInput<R>,
  ): CelFunc =>
    celMethod(name, OBJECT, [OBJECT], result, function (this: CelMap, other) {
      return make(compare(amountOf(this), amountOf(other)))
    })
  return [
    method('isGreaterThan', BOOL, (order) => order > 0),
    method('isLessThan', BOOL, (order) => order < 0),
    method('compareTo', INT, (order) => BigInt(order)),
  ]
}

function urlPart(name: string, part: (url: URL) => string): CelFunc {
  return celMethod(name, OBJECT, [], STRING, function (this: CelMap) {
    return part(new URL(String(this.get('value'))))
  })
}

const wrapped = (value: string): ReadonlyMap<string, CelInput> => new Map([['value', value]])

function amountOf(quantity: CelMap): bigint {
  return BigInt(String(quantity.get('value')))
}

function itemsOf(list: CelList): readonly CelValue[] {
  return [...list]
}

function compare(a: CelValue | undefined, b: CelValue | undefined): number {
  if (a === b) return 0
  return (a as number) < (b as number) ? -1 : 1
}

function wanted<T>(value: T | undefined, text: string, what: string): T {
  if (value === undefined) throw new Error(`${text} is no ${what}`)
  return value
}

/** Absolute, or with an absolute path, as Go's url.ParseRequestURI wants it. */
function urlOf(text: string): URL | undefined {
  if (text.startsWith('/') && !/\s/.test(text)) return new URL(text, 'relative://')
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined
}

function found(text: string, pattern: string): readonly string[] {
  const matcher = RE2JS.compile(pattern).matcher(text)
  const all: string[] = []
  while (matcher.find()) all.push(matcher.group() ?? '')
  return all
}
