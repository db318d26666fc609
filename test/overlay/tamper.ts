import type { Resource } from '../../generator/core/resource.ts'
import type { Chance } from './chance.ts'

type Members = Record<string, unknown>
const isMap = (v: unknown): v is Members => typeof v === 'object' && v !== null && !Array.isArray(v)

/** What was done to an object, and whether Kubernetes would notice. */
export type Tampered = {
  readonly resource: Resource
  readonly what: string
  readonly matters: boolean
}

/** One change somewhere below the top of an object; identity included. */
export function tampered(c: Chance, resource: Resource): Tampered {
  const keys = Object.keys(resource).filter((key) => key !== 'apiVersion' && key !== 'kind')
  const key = c.pick(keys)
  const { value, what, matters } = below(c, resource[key], [resource.kind, key])
  return { resource: { ...resource, [key]: value } as Resource, what, matters }
}

type Change = { readonly value: unknown; readonly what: string; readonly matters: boolean }

function below(c: Chance, old: unknown, path: readonly string[]): Change {
  const inner: readonly (string | number)[] = Array.isArray(old)
    ? [...old.keys()]
    : isMap(old)
      ? Object.keys(old)
      : []
  if (inner.length === 0 || c.once(6)) return changed(c, old, path)
  const step = c.pick(inner)
  const change = below(c, (old as Members)[step], typeof step === 'string' ? [...path, step] : path)
  const value = Array.isArray(old)
    ? old.with(Number(step), change.value)
    : { ...(old as Members), [step]: change.value }
  return { ...change, value }
}

function changed(c: Chance, old: unknown, path: readonly string[]): Change {
  const at = path.join('.')
  if (Array.isArray(old)) return changedList(c, old, path)
  if (!isMap(old)) return { value: `${old}!`, what: `${at}: another value`, matters: true }
  const [first] = Object.entries(old)
  if (first === undefined || c.once(2))
    return { value: { ...old, planted: 1 }, what: `${at}: one more`, matters: true }
  const value = Object.fromEntries(Object.entries(old).slice(1))
  return { value, what: `${at}: without ${first[0]}`, matters: true }
}

function changedList(c: Chance, old: readonly unknown[], path: readonly string[]): Change {
  const at = path.join('.')
  if (old.length === 0 || c.once(3))
    return { value: [...old, 'planted'], what: `${at}: one more`, matters: true }
  if (c.once(3)) return { value: old.slice(1), what: `${at}: one less`, matters: true }
  const value = [...old].reverse()
  const same = JSON.stringify(value) === JSON.stringify(old)
  return { value, what: `${at}: reversed`, matters: !same && !hasNoOrder(old, path) }
}

/** Where each list without order stands, and what tells its elements apart: said here once more, apart from the program. */
const unordered: readonly (readonly [RegExp, (element: Members) => unknown])[] = [
  [
    /(^|\.)template\.spec\.(initContainers|containers)\.ports$/,
    (e) => `${e.containerPort}/${e.protocol}`,
  ],
  [/(^|\.)template\.spec\.(initContainers|containers)\.env$/, (e) => e.name],
  [/(^|\.)template\.spec\.(initContainers|containers)\.volumeMounts$/, (e) => e.mountPath],
  [/(^|\.)template\.spec\.(volumes|imagePullSecrets)$/, (e) => e.name],
  [/(^|\.)template\.spec\.hostAliases$/, (e) => e.ip],
  [/^Service\.spec\.ports$/, (e) => `${e.port}/${e.protocol}`],
]

function hasNoOrder(list: readonly unknown[], path: readonly string[]): boolean {
  const [, key] = unordered.find(([where]) => where.test(path.join('.'))) ?? []
  if (key === undefined || !list.every(isMap)) return false
  if (path.at(-1) === 'env' && list.some((e) => String(e.value).includes('$('))) return false
  return new Set(list.map((e) => key(e as Members))).size === list.length
}
