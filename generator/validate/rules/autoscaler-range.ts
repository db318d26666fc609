import { example, exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import { objectRule } from '../rule-shapes.ts'

const scaler = (minReplicas: number, maxReplicas: number) =>
  example('HorizontalPodAutoscaler', 'tiles', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'tiles' },
      minReplicas,
      maxReplicas,
    },
  })

export const autoscalerRange = objectRule({
  id: 'autoscaler-range',
  severity: 'error',
  when: { HorizontalPodAutoscaler: [['spec', (spec) => !isPlain(fieldsAt(spec))]] },
  summary: 'An autoscaler keeps at least one replica, and its minimum is not above its maximum.',
  why: 'The API server refuses the autoscaler.',
  hint: 'let 1 ≤ minReplicas ≤ maxReplicas',
  kinds: ['HorizontalPodAutoscaler.autoscaling'],
  *mistakes(resource) {
    const { minReplicas: least = 1, maxReplicas: most } = fieldsAt(resource, 'spec')
    if (typeof least === 'number' && least < 1)
      yield { pointer: '/spec/minReplicas', message: `minReplicas is ${least}` }
    if (typeof most !== 'number') return
    if (most < 1) yield { pointer: '/spec/maxReplicas', message: `maxReplicas is ${most}` }
    else if (typeof least === 'number' && least > most)
      yield {
        pointer: '/spec/minReplicas',
        message: `minReplicas ${least} is above maxReplicas ${most}`,
      }
  },
  examples: () => ({
    good: [scaler(1, 1), exampleDeployment({})],
    bad: [scaler(3, 2), exampleDeployment({})],
  }),
})

const isPlain = ({ minReplicas: least = 1, maxReplicas: most }: Fields): boolean =>
  typeof least === 'number' && typeof most === 'number' && least >= 1 && least <= most
