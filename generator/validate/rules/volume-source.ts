import type { Resource } from '../../core/resource.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn, textOf } from '../fields.ts'
import { isDivisor, isResource } from '../pod-fields.ts'
import { POD_KINDS, podOf } from '../pods.ts'
import type { Rule } from '../rule.ts'
import { eachObject, type Mistake } from '../rule-shapes.ts'

/** What a PersistentVolume says besides its source. */
const NO_SOURCE = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
])

const scratch = (volume: object): Resource =>
  exampleDeployment({}, { volumes: [{ name: 'scratch', ...volume }] })

export const volumeSource: Rule = {
  id: 'volume-source',
  severity: 'error',
  scope: 'object',
  kinds: ['PersistentVolume', ...POD_KINDS],
  when: {
    PersistentVolume: [''],
    pod: [['spec/volumes/*', (volume) => !isPlain(fieldsAt(volume))]],
  },
  summary: 'A volume has one source; in a pod none means emptyDir.',
  why: 'The API server refuses the object: it cannot know which of the sources is meant.',
  hint: 'keep one of emptyDir, configMap, secret, persistentVolumeClaim, …',
  check: eachObject(mistakesOf),
  examples: () => ({
    good: [scratch({ emptyDir: {} })],
    bad: [scratch({ emptyDir: {}, hostPath: { path: '/data' } })],
  }),
}

function* mistakesOf(resource: Resource): Iterable<Mistake> {
  const pod = podOf(resource)
  for (const [index, volume] of mapsOf(pod?.spec.volumes)) {
    const pointer = `${pod?.pointer}/spec/volumes/${index}`
    const sources = setIn(volume).filter((name) => name !== 'name')
    yield* countMistakes(sources, pointer, `volume "${volume.name}"`)
    yield* downward(fieldsAt(volume, 'downwardAPI'), `${pointer}/downwardAPI`)
    yield* projections(fieldsAt(volume, 'projected'), `${pointer}/projected/sources`)
    yield* samePaths(fieldsAt(volume, 'projected'), `${pointer}/projected/sources`)
  }
  if (resource.kind !== 'PersistentVolume' || resource.apiVersion !== 'v1') return
  const sources = setIn(fieldsAt(resource, 'spec')).filter((name) => !NO_SOURCE.has(name))
  yield* countMistakes(sources, '/spec', 'the volume')
}

function* projections(projected: Fields, pointer: string): Iterable<Mistake> {
  for (const [index, source] of mapsOf(projected.sources))
    yield* [
      ...countMistakes(setIn(source), `${pointer}/${index}`, 'the projection'),
      ...downward(fieldsAt(source, 'downwardAPI'), `${pointer}/${index}/downwardAPI`),
    ]
}

function* downward({ items }: Fields, pointer: string): Iterable<Mistake> {
  for (const [index, item] of mapsOf(items)) {
    yield* sourceMistakes(item, `${pointer}/items/${index}`)
    if (setIn(item, ['fieldRef', 'resourceFieldRef']).length !== 1) {
      const message = 'a file of the downward API has fieldRef or resourceFieldRef, one of them'
      yield { pointer: `${pointer}/items/${index}`, message }
    }
  }
}

const OF_FILES =
  /^metadata\.(?:name|namespace|uid|labels|annotations|(?:labels|annotations)\['[^']+'\])$/

function* sourceMistakes(item: Fields, pointer: string): Iterable<Mistake> {
  const path = textOf(fieldsAt(item, 'fieldRef').fieldPath)
  if (path !== undefined && !OF_FILES.test(path))
    yield { pointer: `${pointer}/fieldRef/fieldPath`, message: `a file cannot hold ${path}` }
  const { resource, divisor } = fieldsAt(item, 'resourceFieldRef')
  const name = textOf(resource)
  if (name === undefined) return
  if (!isResource(name))
    yield {
      pointer: `${pointer}/resourceFieldRef/resource`,
      message: `a file cannot hold ${name}, which is no resource`,
    }
  else if (!isDivisor(divisor, name))
    yield {
      pointer: `${pointer}/resourceFieldRef/divisor`,
      message: `${name} cannot be divided by ${divisor}`,
    }
}

/** Files of one path in several sources of a projection. */
function* samePaths(projected: Fields, pointer: string): Iterable<Mistake> {
  const seen = new Set<string>()
  for (const [index, source] of mapsOf(projected.sources))
    for (const [kind, fields] of Object.entries(source)) {
      const items = mapsOf(fieldsAt(fields).items).map(
        ([i, { path }]) => [path, `${kind}/items/${i}/path`] as const,
      )
      for (const [path, at] of items) {
        const text = textOf(path)
        if (text !== undefined && seen.has(text))
          yield { pointer: `${pointer}/${index}/${at}`, message: `two files are called "${text}"` }
        if (text !== undefined) seen.add(text)
      }
    }
}

function* countMistakes(
  sources: readonly string[],
  pointer: string,
  what: string,
): Iterable<Mistake> {
  if (sources.length === 0 && what === 'the volume')
    yield { pointer, message: `${what} has no source` }
  if (sources.length > 1) {
    const message = `${what} has ${sources.length} sources: ${sources.join(', ')}`
    yield { pointer: `${pointer}/${sources[1]}`, message }
  }
}

/** One source, which is none that is looked into. */
function isPlain(volume: Fields): boolean {
  let count = 0
  for (const name in volume) if (name !== 'name' && volume[name] != null) count++
  return count < 2 && (volume.downwardAPI ?? volume.projected) == null
}
