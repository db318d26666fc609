import type { Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf } from '../fields.ts'
import { volumeTerms } from '../node-terms.ts'
import { type Pod, podOf } from '../pods.ts'
import { quantityOf } from '../quantity.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const claim = (spec: object): Resource =>
  example('PersistentVolumeClaim', 'tiles', {
    spec: { resources: { requests: { storage: '1Gi' } }, ...spec },
  })

export const claimSpec = objectRule({
  id: 'claim-spec',
  severity: 'error',
  when: {
    PersistentVolumeClaim: [''],
    PersistentVolume: [''],
    StatefulSet: ['spec/volumeClaimTemplates'],
    pod: ['spec/volumes/*/ephemeral'],
  },
  summary: 'A claim says how it is accessed and how much it needs, a volume what it holds.',
  why: 'The API server refuses it.',
  hint: 'set accessModes, and resources.requests.storage of a claim or capacity.storage of a volume',
  kinds: [
    'PersistentVolumeClaim',
    'PersistentVolume',
    'Pod',
    'Deployment.apps',
    'StatefulSet.apps',
    'DaemonSet.apps',
    'Job.batch',
    'CronJob.batch',
  ],
  *mistakes(resource) {
    const spec = fieldsAt(resource, 'spec')
    if (resource.kind === 'StatefulSet')
      for (const [index, template] of mapsOf(spec.volumeClaimTemplates))
        yield* claimMistakes(fieldsAt(template.spec), `/spec/volumeClaimTemplates/${index}/spec`)
    if (resource.kind === 'PersistentVolume') {
      yield* volumeMistakes(spec)
      yield* volumeTerms(resource)
    }
    if (resource.kind === 'PersistentVolumeClaim') yield* claimMistakes(spec, '/spec')
    yield* ephemeralMistakes(podOf(resource))
  },
  examples: () => ({ good: [claim({ accessModes: ['ReadWriteOnce'] })], bad: [claim({})] }),
})

function* claimMistakes(spec: Fields, pointer: string): Iterable<Mistake> {
  yield* modeMistakes(spec.accessModes, `${pointer}/accessModes`)
  const { storage } = fieldsAt(spec, 'resources', 'requests')
  const source = fieldsAt(spec, 'dataSource')
  if (source.kind != null && source.name == null)
    yield { pointer: `${pointer}/dataSource/name`, message: 'the dataSource has no name' }
  yield* sizeMistakes(storage, `${pointer}/resources/requests/storage`, 'the claim asks for')
}

function* ephemeralMistakes(pod: Pod | undefined): Iterable<Mistake> {
  for (const [index, volume] of mapsOf(pod?.spec.volumes)) {
    const at = `${pod?.pointer}/spec/volumes/${index}/ephemeral/volumeClaimTemplate/spec`
    const template = fieldsAt(volume, 'ephemeral', 'volumeClaimTemplate')
    if (template.spec != null) yield* claimMistakes(fieldsAt(template.spec), at)
  }
}

function* volumeMistakes(spec: Fields): Iterable<Mistake> {
  yield* modeMistakes(spec.accessModes, '/spec/accessModes')
  const { storage } = fieldsAt(spec, 'capacity')
  yield* sizeMistakes(storage, '/spec/capacity/storage', 'the volume has')
  if (spec.local != null && spec.nodeAffinity == null)
    yield { pointer: '/spec/nodeAffinity', message: 'a local volume needs nodeAffinity' }
  const reclaim = spec.persistentVolumeReclaimPolicy
  if (fieldsAt(spec, 'hostPath').path === '/' && reclaim === 'Recycle')
    yield {
      pointer: '/spec/persistentVolumeReclaimPolicy',
      message: 'the root of a node cannot be recycled',
    }
}

function* modeMistakes(modes: unknown, pointer: string): Iterable<Mistake> {
  if (modes == null || (Array.isArray(modes) && modes.length === 0))
    yield { pointer, message: 'there are no access modes' }
  if (Array.isArray(modes) && modes.length > 1 && modes.includes('ReadWriteOncePod'))
    yield { pointer, message: 'ReadWriteOncePod excludes every other access mode' }
}

function* sizeMistakes(storage: unknown, pointer: string, what: string): Iterable<Mistake> {
  const size = quantityOf(storage)
  if (storage == null) yield { pointer, message: `${what} no size` }
  else if (size !== undefined && size <= 0n) yield { pointer, message: `${what} ${storage}` }
}
