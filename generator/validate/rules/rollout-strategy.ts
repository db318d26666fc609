import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import { isNothing, isShare } from '../numbers.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const rolling = (strategy: object) => exampleDeployment({}, {}, { strategy })

export const rolloutStrategy = objectRule({
  id: 'rollout-strategy',
  severity: 'error',
  when: {
    Deployment: [['spec/strategy', (strategy) => !isPlain(fieldsAt(strategy))]],
    DaemonSet: ['spec/updateStrategy/rollingUpdate'],
    StatefulSet: ['spec/updateStrategy/rollingUpdate'],
  },
  summary:
    'A rollout can make progress: maxSurge or maxUnavailable is above zero, and only a rolling update has them.',
  why: 'The API server refuses the workload.',
  hint: 'remove rollingUpdate, or let it add or stop at least one pod at a time',
  kinds: ['Deployment.apps', 'DaemonSet.apps', 'StatefulSet.apps'],
  *mistakes(resource) {
    const field = resource.kind === 'Deployment' ? 'strategy' : 'updateStrategy'
    const strategy = fieldsAt(resource, 'spec', field)
    const pointer = `/spec/${field}/rollingUpdate`
    const type = strategy.type ?? 'RollingUpdate'
    if (strategy.rollingUpdate == null) return
    if (type === 'Recreate' || (type === 'OnDelete' && resource.kind === 'StatefulSet'))
      yield { pointer, message: `type ${type} has no rollingUpdate` }
    else if (type === 'RollingUpdate')
      yield* [...shares(fieldsAt(strategy.rollingUpdate), resource.kind, pointer)]
  },
  examples: () => ({
    good: [rolling({ rollingUpdate: { maxSurge: 0, maxUnavailable: '25%' } })],
    bad: [rolling({ type: 'Recreate', rollingUpdate: { maxSurge: 1 } })],
  }),
})

const DEFAULTS: Readonly<Record<string, Fields>> = {
  Deployment: { maxSurge: '25%', maxUnavailable: '25%' },
  DaemonSet: { maxSurge: 0, maxUnavailable: 1 },
  StatefulSet: { maxSurge: 0, maxUnavailable: 1 },
}

function* shares(rolling: Fields, kind: string, pointer: string): Iterable<Mistake> {
  const given = DEFAULTS[kind] ?? {}
  const surge = rolling.maxSurge ?? given.maxSurge
  const unavailable = rolling.maxUnavailable ?? given.maxUnavailable
  for (const [name, value, most] of [
    ['maxSurge', surge, kind === 'Deployment' ? Number.POSITIVE_INFINITY : 100],
    ['maxUnavailable', unavailable, 100],
  ] as const)
    if (!isShare(value, most)) {
      const message = `${name} ${JSON.stringify(value)} is neither a number nor a percentage that is possible`
      yield { pointer: `${pointer}/${name}`, message }
    }
  if (isNothing(surge) && isNothing(unavailable))
    yield {
      pointer: `${pointer}/maxUnavailable`,
      message: 'the rollout may neither add nor stop a pod',
    }
  if (kind === 'DaemonSet' && !isNothing(surge) && !isNothing(unavailable))
    yield {
      pointer: `${pointer}/maxSurge`,
      message: 'a DaemonSet has maxSurge or maxUnavailable, not both',
    }
}

/** A quick look that finds nothing wrong with nearly all Deployments. */
function isPlain({ type = 'RollingUpdate', rollingUpdate }: Fields): boolean {
  if (rollingUpdate == null) return true
  const { maxSurge, maxUnavailable } = fieldsAt(rollingUpdate)
  const surge = maxSurge ?? '25%'
  const unavailable = maxUnavailable ?? '25%'
  return (
    type === 'RollingUpdate' &&
    isShare(surge, Number.POSITIVE_INFINITY) &&
    isShare(unavailable, 100) &&
    !(isNothing(surge) && isNothing(unavailable))
  )
}
