import { integer, type ValueProblem } from '../fleet/values.ts'
import { horizontalPodAutoscaler } from '../model/objects.ts'

type Limits = { readonly min: number; readonly max: number }

/** Schema of how many pods an autoscaler may run. */
export const podLimits = {
  min: integer({ description: 'Fewest pods, 1 or more.', default: 1, minimum: 1 }),
  max: integer({ description: 'Most pods, at least `min`.', default: 10, minimum: 1 }),
}

/** The autoscaler of the Deployment of the same name; `utilization` in percent of what is reserved. */
export const autoscaler = (
  name: string,
  labels: Readonly<Record<string, string>>,
  { min, max }: Limits,
  utilization: { readonly cpu: number; readonly memory?: number },
) =>
  horizontalPodAutoscaler(
    { name, labels },
    {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: min,
        maxReplicas: max,
        metrics: Object.entries(utilization).map(([resource, averageUtilization]) => ({
          type: 'Resource',
          resource: { name: resource, target: { type: 'Utilization', averageUtilization } },
        })),
      },
    },
  )

/** Limits that contradict each other. */
export const autoscalingProblems = (limits: Limits | undefined): readonly ValueProblem[] =>
  limits && limits.max < limits.min
    ? [
        {
          pointer: '/autoscaling/max',
          message: `at most ${limits.max} pods, but at least ${limits.min}`,
          hint: 'raise max or lower min',
        },
      ]
    : []
