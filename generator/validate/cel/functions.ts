import {
  type CelFunc,
  type CelInput,
  type CelList,
  CelScalar,
  type CelType,
  type CelValue,
  celFunc,
  celMethod,
  listType,
  mapType,
} from '@bufbuild/cel'
import { RE2JS } from 're2js'
import { networkFunctions } from './networks.ts'
import { quantityFunctions } from './quantities.ts'
import { hostnameOf, portOf, queryOf, textOfUrl, type Url, urlOf } from './urls.ts'
import { OBJECT, ofObject, wanted, wrapped } from './wrapped.ts'

const { BOOL, DYN, INT, STRING } = CelScalar
const LIST = listType(DYN)

/** What Kubernetes adds to the functions of CEL, as far as it is here; a rule that calls another one is not evaluated. */
export const kubernetesFunctions: readonly CelFunc[] = [
  ...quantityFunctions,
  ...networkFunctions,
  ...urls(),
  ...texts(),
  ...lists(),
  ...sets(),
]

function urls(): readonly CelFunc[] {
  const read = (text: string): Url => wanted(urlOf(text), text, 'URL')
  const part = <R extends CelType>(
    name: string,
    result: R,
    make: (url: Url) => CelInput<R>,
  ): CelFunc => ofObject(name, result, (text) => make(read(text)))
  return [
    celFunc('isURL', [STRING], BOOL, (text) => urlOf(text) !== undefined),
    celFunc('url', [STRING], OBJECT, (text) => wrapped(textOfUrl(read(text)))),
    part('getScheme', STRING, ({ scheme }) => scheme),
    part('getHost', STRING, ({ host }) => host),
    part('getHostname', STRING, hostnameOf),
    part('getPort', STRING, portOf),
    part('getEscapedPath', STRING, ({ path }) => path),
    part('getQuery', mapType(STRING, LIST), queryOf),
  ]
}

/** `split` with a number leaves the rest in the last part; JavaScript would cut it off. */
function texts(): readonly CelFunc[] {
  return [
    celMethod('split', STRING, [STRING, INT], LIST, function (this: string, by, most) {
      const parts = this.split(by)
      const count = Number(most)
      if (count < 0 || parts.length <= count) return parts
      return count === 0 ? [] : [...parts.slice(0, count - 1), parts.slice(count - 1).join(by)]
    }),
    celMethod('find', STRING, [STRING], STRING, function (this: string, pattern) {
      return found(this, pattern)[0] ?? ''
    }),
    celMethod('findAll', STRING, [STRING], LIST, function (this: string, pattern) {
      return found(this, pattern)
    }),
    celMethod('findAll', STRING, [STRING, INT], LIST, function (this: string, pattern, most) {
      return most < 0n ? found(this, pattern) : found(this, pattern).slice(0, Number(most))
    }),
  ]
}

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

/** Of plain values; a rule about sets of maps or lists is not evaluated. */
function sets(): readonly CelFunc[] {
  const set = (name: string, is: (a: ReadonlySet<unknown>, b: ReadonlySet<unknown>) => boolean) =>
    celFunc(`sets.${name}`, [LIST, LIST], BOOL, (a, b) => is(plainSet(a), plainSet(b)))
  const contains = (a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean =>
    [...b].every((item) => a.has(item))
  return [
    set('contains', contains),
    set('equivalent', (a, b) => contains(a, b) && contains(b, a)),
    set('intersects', (a, b) => [...b].some((item) => a.has(item))),
  ]
}

/** To CEL 1 and 1.0 are the same. */
function plainSet(list: CelList): ReadonlySet<unknown> {
  return new Set(
    itemsOf(list).map((item) => {
      if (typeof item === 'object') throw new Error('a set of more than plain values')
      return typeof item === 'bigint' ? Number(item) : item
    }),
  )
}

function itemsOf(list: CelList): readonly CelValue[] {
  return [...list]
}

function compare(a: CelValue | undefined, b: CelValue | undefined): number {
  if (a === b) return 0
  return (a as number) < (b as number) ? -1 : 1
}

function found(text: string, pattern: string): readonly string[] {
  const matcher = RE2JS.compile(pattern).matcher(text)
  const all: string[] = []
  while (matcher.find()) all.push(matcher.group() ?? '')
  return all
}
