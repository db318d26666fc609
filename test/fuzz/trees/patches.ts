import type { Random } from '../random.ts'
import { type Field, gvk, type Layer, selector, target, writeBeside } from './layer.ts'
import { labelKey, type Thing } from './names.ts'
import { operations } from './operations.ts'
import { containerBody } from './pods.ts'
import { scalar } from './scalars.ts'
import { type Body, isBody, isList, type Value, type Way, waysOf } from './value.ts'
import { plainOf, writeYaml } from './write.ts'

/** `patches:` of both kinds, inline and as files, with and without target. */
export const patches: Field = (layer) => layer.r.many(1, 3, () => patchEntry(layer))

/** One entry of `patches`, also the heart of a PatchTransformer. */
export function patchEntry(layer: Layer): Body {
  const { r } = layer
  const thing = target(layer)
  const json = r.chance(0.35)
  const patch = json ? operations(r, thing) : merge(r, thing)
  const withTarget = json || r.chance(0.45)
  const options = !json && r.chance(0.06)
  if (r.chance(0.06))
    return rareEntry(layer, patch, withTarget ? targetOf(layer, thing) : undefined)
  return {
    ...source(layer, patch),
    ...(withTarget ? { target: targetOf(layer, thing) } : {}),
    ...(options
      ? { options: { [r.pick(['allowNameChange', 'allowKindChange'])]: r.chance(0.8) } }
      : {}),
  }
}

/** Several objects in one patch, none, or a text that is nearly nothing. */
function rareEntry(layer: Layer, patch: Value, only: Body | undefined): Body {
  const { r } = layer
  const two = () => `${writeYaml(r, patch)}---\n${writeYaml(r, merge(r, target(layer)))}`
  const text = r.weighted<() => string>([
    [4, two],
    [1, () => r.pick(['# nothing\n', '---\n', '[]', '{}', '- {}', 'null', '', '---\n---\n# x\n'])],
    [1, () => `# first\n---\n${writeYaml(r, patch)}`],
    [1, () => writeYaml(r, { apiVersion: 'v1', kind: 'List', items: [patch] })],
  ])()
  const place = r.chance(0.3) ? { path: writeBeside(layer, 'patch', { text }) } : { patch: text }
  return { ...place, ...(only && r.chance(0.4) ? { target: only } : {}) }
}

/** The text of a patch, in place or in a file. */
function source(layer: Layer, patch: Value): Body {
  const { r } = layer
  if (r.chance(0.25)) return { path: writeBeside(layer, 'patch', patch) }
  const json = r.chance(isList(patch) ? 0.4 : 0.15)
  return { patch: json ? JSON.stringify(plainOf(patch)) : writeYaml(r, patch) }
}

/** Regular expressions of Go, and what is none. */
const patterns = [
  ...[
    '[a-z]+',
    'w(?:eb|x)',
    '\\w+(-\\w+)?',
    'web|api|',
    '(?i)WEB',
    '.+\\.v1',
    '[^w].*',
    'w{1,2}eb',
    '\\Qweb\\E',
  ],
  ...[
    '(?P<x>web)',
    '\\pL+',
    '[[:alpha:]]+',
    '^(web|db)$',
    '(',
    '[z-a]',
    '*',
    'a{2000}',
    '(?=web)',
    '\\bweb',
  ],
]

function targetOf(layer: Layer, thing: Thing): Body {
  const { r } = layer
  const exact = selector(layer, thing)
  const found = r.weighted<() => Body>([
    [8, () => exact],
    [
      1,
      () => ({
        kind: r.pick(['.*', 'Deployment|StatefulSet', 'D.*', '(?i)deployment', thing.kind]),
      }),
    ],
    [
      1,
      () => ({
        ...exact,
        name: r.pick([
          `${thing.name.slice(0, 1)}.*`,
          '.*',
          thing.name,
          'w',
          '^web$',
          r.pick(patterns),
        ]),
      }),
    ],
    [1, () => ({ ...exact, labelSelector: labelSelector(r) })],
    [0.5, () => ({ annotationSelector: labelSelector(r) })],
    [
      0.3,
      () => ({
        ...exact,
        namespace: r.pick(['default', 'prod', '.*', 'p.*', '_non_namespaceable_']),
      }),
    ],
    [0.2, () => ({})],
  ])()
  return found
}

/** A selector text of Kubernetes over the small pool of labels. */
export function labelSelector(r: Random): string {
  const one = () => {
    const key = labelKey(r)
    const value = r.pick(['web', 'api', 'blue', 'v1', '1'])
    return r.pick([
      `${key}=${value}`,
      `${key}!=${value}`,
      key,
      `!${key}`,
      `${key} in (${value},web)`,
      `${key} notin (${value})`,
      `${key}==${value}`,
    ])
  }
  return r.many(1, 2, one).join(r.pick([',', ', ']))
}

export const patchesStrategicMerge: Field = (layer) => {
  const { r } = layer
  return r.many(1, 2, () => {
    const patch = merge(r, target(layer))
    return r.chance(0.5) ? writeBeside(layer, 'patch', patch) : writeYaml(r, patch)
  })
}

export const patchesJson6902: Field = (layer) => {
  const { r } = layer
  return r.many(1, 2, () => {
    const thing = target(layer)
    const { group = '', version = '', kind = '' } = gvk(thing)
    const place = thing.namespace === undefined ? {} : { namespace: thing.namespace }
    const exact = { group, version, kind, name: thing.name, ...place }
    return {
      ...source(layer, operations(r, thing)),
      target: r.chance(0.8) ? exact : selector(layer, thing),
    }
  })
}

const mergeKeys = [
  'name',
  'containerPort',
  'port',
  'protocol',
  'mountPath',
  'devicePath',
  'ip',
  'topologyKey',
  'whenUnsatisfiable',
  'uid',
  'type',
  'key',
]

/** A strategic merge patch of an object: one to three changes, each with the keys that lead to it. */
export function merge(r: Random, thing: Thing): Body {
  if (r.chance(0.03)) return { ...head(r, thing), $patch: 'delete' }
  const ways = waysOf(thing.body).filter(([way]) => way.length > 1 && way[0] !== 'metadata')
  const changes = r.many(1, 3, () => {
    if (ways.length === 0 || r.chance(0.15)) return addition(r, thing)
    const [way, value] = r.pick(ways)
    return along(r, thing.body, way, changed(r, value))
  })
  return changes.reduce<Body>(joined, head(r, thing))
}

const head = (r: Random, { apiVersion, kind, name, namespace }: Thing): Body => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace !== undefined && !r.chance(0.05) ? { namespace } : {}) },
})

/** Something that the object may not have yet. */
function addition(r: Random, { kind }: Thing): Body {
  const pod = {
    spec: {
      [r.pick(['containers', 'containers', 'initContainers'])]: [
        containerBody(r, r.pick(['main', 'side', 'new'])),
      ],
    },
  }
  return r.weighted<() => Body>([
    [
      4,
      () => ({ metadata: { [r.pick(['labels', 'annotations'])]: { [labelKey(r)]: scalar(r) } } }),
    ],
    [kind === 'Deployment' ? 4 : 0.2, () => ({ spec: { template: pod } })],
    [1, () => ({ spec: { [r.pick(['replicas', 'paused', 'extra'])]: scalar(r) } })],
    [
      0.3,
      () => ({
        spec: r.pick<Value>([null, {}, { $patch: 'delete' }, { $patch: 'replace', a: 1 }]),
      }),
    ],
    [
      kind === 'ConfigMap' ? 3 : 0.1,
      () => ({ data: { [r.pick(['k', 'x', 'a.conf'])]: scalar(r) } }),
    ],
  ])()
}

/** The body that holds only the value at the end of the way; elements keep the keys that they merge by. */
function along(r: Random, from: Value, [step, ...rest]: Way, value: Value): Body {
  if (step === undefined || !isBody(from)) return {}
  return { [step]: below(r, from[step] ?? null, rest, value) }
}

function below(r: Random, from: Value, way: Way, value: Value): Value {
  const [step, ...rest] = way
  if (step === undefined) return value
  if (isBody(from)) return along(r, from, way, value)
  if (!isList(from) || typeof step !== 'number') return value
  const element = from[step] ?? null
  if (rest.length === 0 && !isBody(element)) return [value]
  const inner = below(r, element, rest, value)
  if (!isBody(inner) || !isBody(element)) return [inner]
  const keys = mergeKeys.filter((key) => key in element && !r.chance(0.04))
  return [{ ...Object.fromEntries(keys.map((key) => [key, element[key] ?? null])), ...inner }]
}

/** Another value for the same place. */
function changed(r: Random, value: Value): Value {
  const directive = r.weighted([
    [3, 'delete'],
    [2, 'replace'],
    [1, 'merge'],
  ])
  if (isList(value))
    return r.weighted<() => Value>([
      [3, () => [...r.some(value, 0, 2), ...extra(r, value)]],
      [2, () => r.some(value, 0, value.length)],
      [1, () => [{ $patch: directive }, ...r.some(value, 0, 1)]],
      [1, () => r.pick<Value>([null, [], {}])],
    ])()
  if (isBody(value))
    return r.weighted<() => Value>([
      [3, () => changedField(r, value)],
      [2, () => ({ ...value, extra: scalar(r) })],
      [2, () => ({ ...value, $patch: directive })],
      [1, () => ({ $patch: directive })],
      [1, () => r.pick<Value>([null, {}, []])],
    ])()
  return r.chance(0.15) ? null : scalar(r)
}

/** One more element of the kind that the list holds. */
const extra = (r: Random, list: readonly Value[]): readonly Value[] =>
  list.some((element) => isBody(element) || isList(element))
    ? r.some(list, 0, 1)
    : r.many(0, 1, () => scalar(r))

function changedField(r: Random, value: Body): Body {
  const key = r.pick([...Object.keys(value), 'extra'])
  return { [key]: r.chance(0.95) ? changed(r, value[key] ?? '') : scalar(r) }
}

function joined(a: Body, b: Body): Body {
  const both = Object.entries(b).map(([key, value]) => {
    const old = a[key]
    return [key, isBody(old) && isBody(value) ? joined(old, value) : value] as const
  })
  return { ...a, ...Object.fromEntries(both) }
}
