import type { Note, Site } from '../../fleet/types.ts'
import {
  boolean,
  choice,
  integer,
  object,
  optional,
  string,
  type ValueProblem,
} from '../../fleet/values.ts'
import { autoscalingProblems, podLimits } from '../autoscaling.ts'
import { replicaValues } from '../compute.ts'

/** Port of the API and the UI. */
export const PORT = 4200

type Autoscaling = {
  readonly min: number
  readonly max: number
  readonly cpuUtilization: number
  readonly memoryUtilization: number
}

const percent = (description: string) =>
  integer({ description, default: 80, minimum: 1, maximum: 100 })

/** Values of everything that serves the API and the UI, in both generations. */
export const webValues = {
  replicas: replicaValues('Pods, 0 to 50; with `autoscaling` the autoscaler decides instead.'),
  autoscaling: optional(
    object(
      {
        ...podLimits,
        cpuUtilization: percent('Average CPU that is aimed at, in percent of what is reserved.'),
        memoryUtilization: percent(
          'Average memory that is aimed at, in percent of what is reserved.',
        ),
      },
      { description: 'Add and remove pods by load; the cluster needs a metrics server.' },
    ),
  ),
  logLevel: choice(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'], {
    description: 'Least level that the server logs.',
    default: 'WARNING',
  }),
  debug: boolean({ description: 'Debug mode of Prefect (PREFECT_DEBUG_MODE).', default: false }),
  expose: boolean({
    description:
      'Publish the API and the UI outside the cluster, where the cluster publishes anything. Without basic authentication whoever reaches it may do everything.',
    default: true,
  }),
  nodePort: optional(
    integer({
      description: 'Node port, 30000 to 32767, on clusters that publish by node ports.',
      minimum: 30_000,
      maximum: 32_767,
    }),
  ),
  uiApiUrl: optional(
    string({
      description:
        'URL of the API as browsers see it, up to /api. Without it the published one; where nothing is published that of `kubectl port-forward`, http://localhost:4200/api.',
      pattern: '^https?://[^\\s]+/api$',
      examples: ['https://prefect.example.org/api'],
    }),
  ),
}

/** The values above, as a server reads them. */
export type Web = {
  readonly replicas: number
  readonly autoscaling?: Autoscaling
  readonly expose: boolean
  readonly nodePort?: number
  readonly uiApiUrl?: string
}

/** In-cluster URL of the API. */
export const apiUrl = (_values: unknown, { instance, namespace }: Site): string =>
  `http://${instance}.${namespace}.svc:${PORT}/api`

/** The URL that the UI, which runs in a browser, calls. */
export function uiApiUrl({ uiApiUrl: given, expose, nodePort }: Web, site: Site): string {
  if (given !== undefined) return given
  const { exposure } = site.cluster
  const host = expose ? site.hostOf(site.instance) : undefined
  if (host !== undefined) return `https://${host}/api`
  return expose && nodePort !== undefined && exposure.kind === 'nodePort'
    ? `http://${exposure.host}:${nodePort}/api`
    : `http://localhost:${PORT}/api`
}

/** Wrong combinations, and names that would get too long. */
export function* webProblems(
  { autoscaling }: Web,
  { instance }: Site,
): Generator<ValueProblem, void> {
  yield* autoscalingProblems(autoscaling)
  // Pods of a StatefulSet carry its name and a hash in a label of 63 characters.
  if (`${instance}-postgresql`.length > 52)
    yield {
      pointer: '',
      message: `"${instance}-postgresql" is too long for a StatefulSet: at most 52 characters`,
      hint: 'choose a name of at most 41 characters for the application',
    }
}

/** How many pods there may be at once. */
export const mostPods = ({ autoscaling, replicas }: Web): number => autoscaling?.max ?? replicas

/** A node port that Kubernetes picks is not known when the UI is told its URL. */
export function webNotes(values: Web, { cluster }: Site): readonly Note[] {
  const { expose, nodePort, uiApiUrl: given } = values
  const unknown = expose && nodePort === undefined && given === undefined
  return cluster.exposure.kind === 'nodePort' && unknown
    ? [
        {
          pointer: '/nodePort',
          message: `the UI calls http://localhost:${PORT}/api, because its node port is not known`,
          hint: 'set nodePort, or use kubectl port-forward',
        },
      ]
    : []
}
