import { integer, object, quantity, type ValueProblem } from '../fleet/values.ts'

type Amount = { readonly cpu: string; readonly memory: string }
type Quantities = { readonly cpu: string | number; readonly memory: string | number }

/** CPU and memory of one container as an application's values have them. */
export type Compute = { readonly requests: Quantities; readonly limits: Quantities }

const amounts = (amount: Amount, what: string) =>
  object(
    {
      cpu: quantity({
        description: `CPU ${what}, in cores (\`500m\` is half a core); above 0.`,
        default: amount.cpu,
      }),
      memory: quantity({
        description: `Memory ${what}, in bytes with a unit (\`512Mi\`, \`1Gi\`); above 0.`,
        default: amount.memory,
      }),
    },
    { description: `CPU and memory ${what}.` },
  )

/** Schema of the requests and limits of one container; each of the four amounts has a default. */
export const computeValues = (
  defaults: { readonly requests: Amount; readonly limits: Amount },
  description: string,
) =>
  object(
    {
      requests: amounts(defaults.requests, 'reserved for each container'),
      limits: amounts(defaults.limits, 'that each container may use at most'),
    },
    { description },
  )

/** Schema of how many pods run, when no autoscaler decides. */
export const replicaValues = (description = 'Pods, 0 to 50.') =>
  integer({ description, default: 1, minimum: 0, maximum: 50 })

const written = (amount: Quantities) => ({ cpu: `${amount.cpu}`, memory: `${amount.memory}` })

/** `resources` of a container: quantities as strings, so that `1` and `'1'` write the same bytes. */
export const compute = (values: Compute) => ({
  requests: written(values.requests),
  limits: written(values.limits),
})

/** Requests that are more than their limit, which the API server refuses; `pointer` is where the values stand. */
export function computeProblems(values: Compute, pointer: string): readonly ValueProblem[] {
  return (['cpu', 'memory'] as const).flatMap((resource) => {
    const { requests, limits } = compute(values)
    const tooMuch = amountOf(requests[resource]) > amountOf(limits[resource])
    return tooMuch
      ? [
          {
            pointer: `${pointer}/requests/${resource}`,
            message: `${resource} reserves ${requests[resource]}, more than its limit ${limits[resource]}`,
            hint: `lower requests.${resource} or raise limits.${resource}`,
          },
        ]
      : []
  })
}

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

function amountOf(quantity: string): number {
  const [, digits = '', suffix = ''] = /^([0-9.e+-]+)([A-Za-z]*)$/.exec(quantity) ?? []
  return Number(digits) * (SUFFIXES[suffix] ?? Number.NaN)
}
