import type { Resource } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf, textOf, textsOf } from '../fields.ts'
import { podOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

const SINGLE = ['ReadWriteOnce', 'ReadWriteOncePod']

const claim = example('PersistentVolumeClaim', 'tiles', {
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
})

const using = (spec: object) => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'tiles' } }]
  return exampleDeployment({}, { volumes }, spec)
}

export const rollingVolume: Rule = {
  id: 'rolling-volume',
  severity: 'warning',
  scope: 'rendering',
  reads: {
    PersistentVolumeClaim: ['spec/accessModes'],
    Deployment: ['spec/replicas', 'spec/strategy/type'],
    StatefulSet: ['spec/replicas'],
    pod: ['spec/volumes/*/persistentVolumeClaim/claimName'],
  },
  when: { PersistentVolumeClaim: [''] },
  summary:
    'A workload on a volume that one node can mount has one replica, and a Deployment the strategy Recreate.',
  why: 'The new pod waits for a volume that the old one holds, and the old one waits for the new: the rollout never ends.',
  hint: 'set strategy.type to Recreate and replicas to 1, or use a ReadWriteMany volume',
  *check(resources) {
    const single = new Set(resources.filter(isSingle).map(({ metadata }) => nameOf(metadata)))
    if (single.size === 0) return
    for (const resource of resources) {
      const isShared = ['Deployment', 'StatefulSet'].includes(resource.kind)
      const claimed = isShared ? claimOf(resource, single) : undefined
      if (claimed === undefined) continue
      const { replicas, strategy } = fieldsAt(resource, 'spec')
      const claim = `claim "${claimed}", which one node at a time can mount`
      if (typeof replicas === 'number' && replicas > 1)
        yield {
          resource,
          pointer: '/spec/replicas',
          message: `${replicas} replicas share ${claim}`,
        }
      else if (resource.kind === 'Deployment' && fieldsAt(strategy).type !== 'Recreate')
        yield { resource, pointer: '/spec/strategy', message: `a rolling update with ${claim}` }
    }
  },
  examples: () => ({
    good: [claim, using({ strategy: { type: 'Recreate' } })],
    bad: [claim, using({ replicas: 2 })],
  }),
}

const nameOf = ({ name, namespace = '' }: Resource['metadata']): string => `${namespace}/${name}`

function isSingle({ kind, spec }: Resource): boolean {
  const modes = textsOf(fieldsAt(spec).accessModes)
  return (
    kind === 'PersistentVolumeClaim' &&
    modes.length > 0 &&
    modes.every(([, m]) => SINGLE.includes(m))
  )
}

function claimOf(resource: Resource, single: ReadonlySet<string>): string | undefined {
  const { namespace = '' } = resource.metadata
  return mapsOf(podOf(resource)?.spec.volumes)
    .map(([, volume]) => textOf(fieldsAt(volume, 'persistentVolumeClaim').claimName))
    .find((name) => name !== undefined && single.has(`${namespace}/${name}`))
}
