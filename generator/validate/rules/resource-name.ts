import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { clusterExample, example } from '../example.ts'
import { fieldsAt, mapsOf } from '../fields.ts'
import { qualifiedKey } from '../names.ts'
import { NATIVE } from '../pod-fields.ts'
import { quantityOf } from '../quantity.ts'
import type { Rule } from '../rule.ts'
import { eachObject, type Mistake } from '../rule-shapes.ts'

const QUOTA =
  /^(?:(?:limits\.|requests\.)?(?:cpu|memory|ephemeral-storage)|requests\.storage|(?:requests\.)?hugepages-[0-9]+(?:[KMGTPE]i?)?|pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.(?:nodeports|loadbalancers))$/

/** Objects are counted, also those that a domain or `count/` names. */
const COUNTED =
  /^(?:pods|services.*|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|count\/.*)$/

const ONE = quantityOf('1') ?? 1n

const LIMITS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio']

/** What each type of a limit range can limit; other types limit what has a domain in its name. */
const TYPES: Readonly<Record<string, RegExp>> = {
  Pod: NATIVE,
  Container: NATIVE,
  PersistentVolumeClaim: new RegExp(`^storage$|${NATIVE.source}`),
}

const quota = (hard: object) => example('ResourceQuota', 'tiles', { spec: { hard } })

export const resourceName: Rule = {
  id: 'resource-name',
  severity: 'error',
  scope: 'object',
  kinds: ['ResourceQuota', 'RuntimeClass', 'LimitRange'],
  summary:
    'Quotas, limit ranges and runtime classes name resources that exist, and the bounds of a limit range do not cross.',
  why: 'The API server refuses the object: "must be a standard resource type or fully qualified".',
  hint: 'use cpu, memory, pods, requests.cpu, count/deployments.apps and the like, or a name with a domain',
  check: eachObject(mistakesOf),
  examples: () => ({
    good: [quota({ 'requests.cpu': '4' }), clusterExample('Namespace', 'web')],
    bad: [quota({ 'request.cpu': '4' }), clusterExample('Namespace', 'web')],
  }),
}

function* mistakesOf(resource: Resource): Iterable<Mistake> {
  const { kind, apiVersion, spec } = resource
  if (kind === 'ResourceQuota' && apiVersion === 'v1')
    yield* names(fieldsAt(spec, 'hard'), QUOTA, '/spec/hard')
  if (kind === 'RuntimeClass' && apiVersion.startsWith('node.k8s.io/'))
    yield* names(fieldsAt(resource, 'overhead', 'podFixed'), NATIVE, '/overhead/podFixed')
  if (kind === 'LimitRange' && apiVersion === 'v1') yield* ranges(spec)
}

function* ranges(spec: unknown): Iterable<Mistake> {
  for (const [index, limit] of mapsOf(fieldsAt(spec).limits)) {
    const type = String(limit.type ?? '')
    const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
    const at = `/spec/limits/${index}`
    if (
      known === undefined &&
      type !== '' &&
      (!type.includes('/') || qualifiedKey(type) !== undefined)
    )
      yield { pointer: `${at}/type`, message: `"${type}" is no type of a limit range` }
    else
      for (const list of LIMITS)
        yield* names(fieldsAt(limit, list), known ?? ANYTHING, `${at}/${list}`)
    yield* bounds(limit, at)
  }
}

const ANYTHING = /^/

function* names(amounts: object, known: RegExp, pointer: string): Iterable<Mistake> {
  for (const [name, amount] of Object.entries(amounts)) {
    const at = pointerTo(pointer, name)
    const wrong = qualifiedKey(name)
    if (wrong !== undefined) yield { pointer: at, message: `resource "${name}" ${wrong}` }
    else if (!name.includes('/') && !known.test(name))
      yield { pointer: at, message: `"${name}" is no resource that can be limited here` }
    const quantity = quantityOf(amount)
    if (quantity !== undefined && quantity < 0n)
      yield { pointer: at, message: `${name} is ${amount}` }
    if (COUNTED.test(name) && quantity !== undefined && quantity % ONE !== 0n)
      yield { pointer: at, message: `${name} is ${amount}, which is no whole number` }
  }
}

/** Pairs of lists of which the first must not hold more than the second. */
const ORDER = [
  ['min', 'max'],
  ['min', 'default'],
  ['min', 'defaultRequest'],
  ['defaultRequest', 'default'],
  ['defaultRequest', 'max'],
  ['default', 'max'],
] as const

function* bounds(limit: object, pointer: string): Iterable<Mistake> {
  for (const [less, more] of ORDER)
    for (const [name, amount] of Object.entries(fieldsAt(limit, less))) {
      const [low, high] = [amountOf(amount), amountOf(fieldsAt(limit, more)[name])]
      if (low !== undefined && high !== undefined && low > high)
        yield {
          pointer: pointerTo(`${pointer}/${less}`, name),
          message: `${less} of ${name} is ${amount}, more than ${more}`,
        }
    }
  for (const [name, ratio] of Object.entries(fieldsAt(limit, 'maxLimitRequestRatio'))) {
    const amount = quantityOf(ratio)
    if (amount !== undefined && amount < ONE)
      yield {
        pointer: pointerTo(`${pointer}/maxLimitRequestRatio`, name),
        message: `a limit cannot be ${ratio} of its request`,
      }
  }
}

/** Null is an amount of 0 to the API server. */
const amountOf = (value: unknown): bigint | undefined => (value === null ? 0n : quantityOf(value))
