import type { Input } from '../input.ts'
import type { Random } from '../random.ts'
import { configurations } from './configurations.ts'
import * as simple from './fields.ts'
import { configMapGenerator, secretGenerator } from './generators.ts'
import type { Field, Layer } from './layer.ts'
import type { Thing } from './names.ts'
import { patches, patchesJson6902, patchesStrategicMerge } from './patches.ts'
import { generators, transformers, validators } from './plugins.ts'
import { replacements, vars } from './replacements.ts'
import { unquoted } from './scalars.ts'
import { crds, openapi } from './schemas.ts'
import { thing } from './things.ts'
import { type Body, raw, type Value } from './value.ts'
import { writeYaml } from './write.ts'

/** Every field that a directory may have besides resources and components, with its chance. */
const table: Readonly<Record<string, readonly [chance: number, make: Field]>> = {
  configMapGenerator: [0.2, configMapGenerator],
  secretGenerator: [0.12, secretGenerator],
  generators: [0.03, generators],
  generatorOptions: [0.08, simple.generatorOptions],
  namespace: [0.22, simple.namespaceField],
  namePrefix: [0.2, simple.namePrefix],
  nameSuffix: [0.12, simple.nameSuffix],
  labels: [0.15, simple.labelsField],
  commonLabels: [0.1, simple.commonLabels],
  commonAnnotations: [0.12, simple.commonAnnotations],
  patches: [0.3, patches],
  patchesStrategicMerge: [0.08, patchesStrategicMerge],
  patchesJson6902: [0.06, patchesJson6902],
  images: [0.18, simple.images],
  replicas: [0.1, simple.replicas],
  replacements: [0.2, replacements],
  vars: [0.06, vars],
  configurations: [0.08, configurations],
  transformers: [0.1, transformers],
  validators: [0.02, validators],
  sortOptions: [0.08, simple.sortOptions],
  buildMetadata: [0.05, simple.buildMetadata],
  openapi: [0.002, openapi],
  crds: [0.04, crds],
  imageTags: [0.01, simple.images],
  metadata: [0.02, simple.metadata],
}

/** The features that can be left out by name. */
export const features: readonly string[] = Object.keys(table)

/** A random tree of bases, overlays and components, most of which builds. */
export function randomTree(r: Random, without: ReadonlySet<string>): Input {
  const files = new Map<string, string>()
  const taken = new Set<string>()
  const begin = (dir: string, things: Thing[]): Layer => ({
    r,
    dir,
    files,
    things,
    taken,
    without,
  })
  const bases = r.many(1, r.chance(0.2) ? 2 : 1, (i) => {
    const layer = begin(i === 0 ? 'base/' : `base${i}/`, [])
    return directory(layer, resources(layer), 0.45)
  })
  let below: readonly Layer[] = r.chance(0.1) ? twins(bases, begin) : bases
  const overlays = r.weighted([
    [2, 0],
    [5, 1],
    [2, 2],
    [0.5, 3],
  ])
  for (let i = 0; i < overlays; i++) {
    const layer = begin(
      `over${i}/`,
      below.flatMap(({ things }) => things),
    )
    const own = r.chance(0.35) ? resources(layer) : []
    below = [directory(layer, [...below.map(({ dir }) => `../${dir.slice(0, -1)}`), ...own], 0.8)]
  }
  const top = below[0]
  const root = (top?.dir ?? 'base/').slice(0, -1)
  const options = r.chance(0.03) ? { loadRestrictor: 'LoadRestrictionsNone' as const } : undefined
  return { files: Object.fromEntries(files), root, ...(options && { options }) }
}

/** Two directories that make the same objects, told apart by their names or namespaces; both are then put together. */
function twins(
  bases: readonly Layer[],
  begin: (dir: string, things: Thing[]) => Layer,
): readonly Layer[] {
  return ['a', 'b'].map((letter) => {
    const things = bases.flatMap((base) => base.things)
    const layer = begin(`twin-${letter}/`, things)
    const own = layer.r.pick<Body>([
      { namePrefix: `${letter}-` },
      { nameSuffix: `-${letter}` },
      { namespace: `ns-${letter}` },
      { namePrefix: `${letter}-`, namespace: `ns-${letter}` },
      { namePrefix: 'p-', nameSuffix: `-${letter}` },
    ])
    return directory(
      layer,
      bases.map(({ dir }) => `../${dir.slice(0, -1)}`),
      0.3,
      own,
    )
  })
}

/** Files with objects of their own, and their names. */
function resources(layer: Layer): readonly string[] {
  const { r, dir, files, taken } = layer
  return r.many(1, 3, (i) => {
    const own = r.many(1, r.chance(0.3) ? 4 : 1, () => thing(r, taken))
    layer.things.push(...own)
    const path = `r${i}.yaml`
    files.set(
      dir + path,
      resourceText(
        r,
        own.map(({ body }) => spoiled(r, body)),
      ),
    )
    return path
  })
}

function resourceText(r: Random, bodies: readonly Body[]): string {
  if (r.chance(0.05)) return listText(r, bodies)
  const separator = r.pick([
    '---\n',
    '---\n',
    '--- # next\n',
    '---\n---\n',
    '---\n# nothing\n---\n',
  ])
  return (r.chance(0.2) ? '---\n' : '') + bodies.map((body) => writeYaml(r, body)).join(separator)
}

/** The objects as items of a list, which may have a name, hold another list, or nothing. */
function listText(r: Random, bodies: readonly Body[]): string {
  const list = (items: Value): Body => ({
    apiVersion: 'v1',
    kind: r.pick(['List', 'ConfigMapList', 'WidgetList']),
    ...(r.chance(0.2) ? { metadata: { name: 'l', labels: { a: 'b' } } } : {}),
    items,
  })
  const [first, ...rest] = bodies
  if (first !== undefined && r.chance(0.15)) return writeYaml(r, list([list([first]), ...rest]))
  if (r.chance(0.06)) {
    const { items: _, ...empty } = list([])
    const odd = r.pick<Body>([list([]), list(null), list({}), empty])
    return `${writeYaml(r, odd)}---\n${bodies.map((body) => writeYaml(r, body)).join('---\n')}`
  }
  return writeYaml(r, list(bodies))
}

/** Now and then a field that says nothing of use. */
function spoiled(r: Random, body: Body): Body {
  if (!r.chance(0.05)) return body
  return r.pick<() => Body>([
    () => ({ ...body, extra: { [r.pick(['a', 'y', '1', 'a b', '<<x', ''])]: unquoted(r) } }),
    () => ({ ...body, status: r.pick<Value>([{}, [], null]) }),
    () => ({ ...body, spec: r.pick<Value>([null, {}, [], 'text']) }),
    () => ({ extra: [[], [[]], {}, null, raw('')], ...body }),
    () => ({ ...body, apiVersion: r.pick<Value>(['', 'a/b/c', raw('1'), 'v1']) }),
    () => without(body, r.pick(['apiVersion', 'kind', 'metadata'])),
  ])()
}

function without(body: Body, field: string): Body {
  const { [field]: _, ...rest } = body
  return rest
}

/** Writes kustomization.yaml with these resources; `busy` scales the chance of every other field. */
function directory(layer: Layer, entries: readonly string[], busy: number, own: Body = {}): Layer {
  const { r, dir, files, without } = layer
  const rows = Object.entries(table).flatMap(([key, [chance, make]]) =>
    !without.has(key) && r.chance(chance * busy) ? [[key, make(layer)] as const] : [],
  )
  const component = r.chance(0.1 * busy) ? addComponents(layer) : []
  const head = r.chance(0.3)
    ? { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }
    : {}
  const body = {
    ...head,
    [r.chance(0.02) ? 'bases' : 'resources']: entries.map((entry) => spelled(r, entry)),
    ...(component.length > 0 ? { components: component } : {}),
    ...present(rows),
    ...own,
  }
  const file = r.weighted([
    [20, 'kustomization.yaml'],
    [1, 'kustomization.yml'],
    [1, 'Kustomization'],
  ])
  files.set(dir + file, writeYaml(r, body))
  return layer
}

/** Other ways to write a path. */
function spelled(r: Random, path: string): string {
  if (!r.chance(0.03)) return path
  const folder = path.endsWith('.yaml') ? path : `${path}/`
  return r.pick([`./${path}`, folder, `./x/../${path}`, `.//${path}`])
}

function addComponents(parent: Layer): readonly string[] {
  const { r } = parent
  const first = addComponent(parent, '-part')
  if (r.chance(0.8)) return [first]
  return r.chance(0.2) ? [first, first] : [first, addComponent(parent, '-more')]
}

/** A component beside the directory that acts on the same objects, and may bring its own. */
function addComponent(parent: Layer, ending: string): string {
  const { r, dir, files, without } = parent
  const layer: Layer = { ...parent, dir: `${dir.slice(0, -1)}${ending}/` }
  const own = r.chance(0.15) ? { resources: resources(layer) } : {}
  const inner = r.chance(0.06) ? { components: [addComponent(layer, '-in')] } : {}
  const rows = Object.entries(table).flatMap(([key, [chance, make]]) =>
    !without.has(key) && key !== 'openapi' && r.chance(chance) ? [[key, make(layer)] as const] : [],
  )
  const made = { ...own, ...inner, ...present(rows) }
  const some = Object.keys(made).length > 0 ? made : { namePrefix: 'part-' }
  const head = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' }
  files.set(`${layer.dir}kustomization.yaml`, writeYaml(r, { ...head, ...some }))
  return `../${layer.dir.slice(0, -1)}`
}

const present = (rows: readonly (readonly [string, Value | undefined])[]): Body =>
  Object.fromEntries(rows.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
