import type { Resource } from '../../generator/core/resource.ts'
import type { Side } from '../../generator/overlay/index.ts'
import type { Chance } from './chance.ts'
import {
  awkward,
  configNames,
  container,
  envOf,
  images,
  randomConfig,
  randomResource,
  rule,
  volume,
} from './random-side.ts'

type Step = string | number
type Members = Record<string, unknown>

const isMap = (v: unknown): v is Members => typeof v === 'object' && v !== null && !Array.isArray(v)

/** What an environment might want of a base: a copy with random changes of every kind. */
export function mutated(c: Chance, base: Side): Side {
  let resources = structuredClone(base.resources) as Resource[]
  const imageMove = c.pick(images)
  const imageTo = c.pick(images)
  if (c.once(3)) resources = resources.map((r) => moveImage(r, imageMove, imageTo) as Resource)
  if (c.once(4)) {
    const value = c.pick(awkward)
    resources = resources.map((r) => labelled(r, 'environment', value))
  }
  resources = resources.flatMap((r) => (c.once(8) ? [] : [c.once(2) ? changed(c, r) : r]))
  for (let i = c.below(3); i > 0; i--) {
    const extra = randomResource(c, c.pick(['alpha', 'new', 'newer']))
    const taken = resources.some(
      (r) => r.kind === extra.kind && r.metadata.name === extra.metadata.name,
    )
    if (!taken) resources.push(extra)
  }
  return { resources, configs: changedConfigs(c, base) }
}

function changedConfigs(c: Chance, base: Side): Side['configs'] {
  const kept = base.configs.flatMap((config) => {
    if (c.once(6)) return []
    return [c.once(2) ? { ...randomConfig(c, config.name) } : config]
  })
  const fresh = configNames.filter((n) => !base.configs.some((b) => b.name === n) && c.once(4))
  return [...kept, ...fresh.map((name) => randomConfig(c, name))]
}

function labelled(r: Resource, key: string, value: string): Resource {
  return { ...r, metadata: { ...r.metadata, labels: { ...r.metadata.labels, [key]: value } } }
}

function moveImage(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((v) => moveImage(v, from, to))
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [
      k,
      k === 'image' && v === from ? to : moveImage(v, from, to),
    ]),
  )
}

function changed(c: Chance, resource: Resource): Resource {
  let result = resource
  for (let i = 1 + c.below(4); i > 0; i--) result = changeOnce(c, result)
  return result
}

/** Change one place, never the identity and never the maps that hold everything. */
function changeOnce(c: Chance, resource: Resource): Resource {
  const path = randomPath(c, resource)
  if (path.length < 2 || isIdentity(path) || isSubject(path)) return resource
  return edit(resource, path, (old) => newValue(c, old, path)) as Resource
}

const isIdentity = (path: readonly Step[]): boolean =>
  path[0] === 'metadata' && (path.length === 1 || path[1] === 'name' || path[1] === 'annotations')

/** Subjects without a name are an error of their own. */
const isSubject = (path: readonly Step[]): boolean =>
  path[0] === 'subjects' && path.length > 1 && path[2] !== 'name'

/** Down from the top, and a stop somewhere. */
function randomPath(c: Chance, resource: Resource): readonly Step[] {
  const path: Step[] = []
  let value: unknown = resource
  while (path.length < 2 || !c.once(5)) {
    const steps: readonly Step[] = Array.isArray(value)
      ? [...value.keys()]
      : isMap(value)
        ? Object.keys(value)
        : []
    const inner =
      path.length === 0 ? steps.filter((s) => s !== 'apiVersion' && s !== 'kind') : steps
    if (inner.length === 0) return path
    const step = c.pick(inner)
    path.push(step)
    value = (value as Record<Step, unknown>)[step]
  }
  return path
}

const GONE = Symbol('gone')

function edit(value: unknown, path: readonly Step[], change: (old: unknown) => unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return change(value)
  if (Array.isArray(value))
    return value.flatMap((v, i) => {
      const next = i === step ? edit(v, rest, change) : v
      return next === GONE ? [] : [next]
    })
  return Object.fromEntries(
    Object.entries(value as Members)
      .map(([k, v]) => [k, k === step ? edit(v, rest, change) : v] as const)
      .filter(([, v]) => v !== GONE),
  )
}

/** Fields without which an object is none: kustomize would not get far enough to be compared. */
const needed = new Set(['template', 'jobTemplate', 'containers', 'roleRef'])

function newValue(c: Chance, old: unknown, path: readonly Step[]): unknown {
  const field = String(path.findLast((step) => typeof step === 'string'))
  if (path.includes('subjects') && !Array.isArray(old)) return c.pick(['alpha', 'default', 'other'])
  if (c.once(4) && !needed.has(String(path.at(-1)))) return GONE
  if (Array.isArray(old)) return newList(c, old, field)
  if (isMap(old)) return newMap(c, old, field)
  if (field === 'image') return c.pick(images)
  if (field === 'name' && path.at(-1) === 'name')
    return c.pick([...configNames, 'main', 'side', 'v1', 'FIRST'])
  if (c.once(12) && path.includes('labels')) return null
  return typeof old === 'number' && !c.once(4)
    ? c.below(100)
    : c.pick<unknown>([...awkward, 7, true])
}

function newMap(c: Chance, old: Members, field: string): unknown {
  if (field === 'containers' || field === 'initContainers')
    return { ...old, ...container(c, String(old.name)) }
  if (c.once(6) && field !== 'spec' && field !== 'metadata') return {}
  return {
    ...old,
    [c.pick(['extra', 'constructor', 'a/b~c', 'added'])]: c.pick<unknown>([
      ...awkward,
      {},
      [],
      { a: 1 },
    ]),
  }
}

function newList(c: Chance, old: readonly unknown[], field: string): unknown {
  switch (c.below(6)) {
    case 0:
      return [...old].reverse()
    case 1:
      return c.some(old, old.length)
    case 2:
      return field === 'containers' ? old : []
    case 3:
      return [...old, ...old.slice(0, 1)]
    case 4:
      return [newElement(c, old, field), ...old]
    default:
      return [...old, newElement(c, old, field)]
  }
}

function newElement(c: Chance, old: readonly unknown[], field: string): unknown {
  if (field === 'containers' || field === 'initContainers')
    return container(c, c.pick(['main', 'fresh', 'zero']))
  if (field === 'env') return envOf(c, c.pick(['FIRST', 'FIFTH']))
  if (field === 'volumes') return volume(c, c.pick(['v1', 'v9']))
  if (field === 'rules') return rule(c)
  if (field === 'subjects')
    return { kind: 'ServiceAccount', name: c.pick(['alpha', 'beta', 'nobody']) }
  const texts = ['args', 'verbs', 'resources', 'resourceNames', 'hostnames'].includes(field)
  return texts ? c.pick(awkward) : { ...(isMap(old[0]) && old[0]), name: 'copy' }
}
