import type { Exposure, Note, Site } from '../../fleet/types.ts'
import {
  boolean,
  choice,
  integer,
  object,
  optional,
  type Schema,
  string,
  type ValueProblem,
} from '../../fleet/values.ts'
import { horizontalPodAutoscaler, service } from '../../model/objects.ts'

/** Port of the API and the UI. */
export const PORT = 4200

type Labels = Readonly<Record<string, string>>
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
  replicas: integer({
    description: 'Pods, 0 to 50; with `autoscaling` the autoscaler decides instead.',
    default: 1,
    minimum: 0,
    maximum: 50,
  }),
  autoscaling: optional<Schema<Autoscaling>>(
    object(
      {
        min: integer({ description: 'Fewest pods, 1 or more.', default: 1, minimum: 1 }),
        max: integer({ description: 'Most pods, at least `min`.', default: 10, minimum: 1 }),
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
  nodePort: optional<Schema<number>>(
    integer({
      description: 'Node port, 30000 to 32767, on clusters that publish by node ports.',
      minimum: 30_000,
      maximum: 32_767,
    }),
  ),
  uiApiUrl: optional<Schema<string>>(
    string({
      description:
        'URL of the API as browsers see it, up to /api. Without it the published one; where nothing is published that of `kubectl port-forward`, http://localhost:4200/api.',
      pattern: '^https?://[^\\s]+/api$',
      examples: ['https://prefect.example.org/api'],
    }),
  ),
}

type Web = {
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

/** The Service; `port` is upstream's name of the port. */
export const webService = (instance: string, port: string, labels: Labels, selector: Labels) =>
  service(
    { name: instance, labels },
    {
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: port, port: PORT, targetPort: 'http', protocol: 'TCP' }],
      },
    },
  )

/** What the platform publishes. */
export const webExposures = (
  { expose, nodePort }: Web,
  instance: string,
  port: string,
): readonly Exposure[] =>
  expose
    ? [
        {
          name: instance,
          service: instance,
          port,
          tls: 'edge',
          ...(nodePort === undefined ? {} : { nodePort }),
        },
      ]
    : []

/** `replicas` of the Deployment: absent with an autoscaler, which would be overruled at every sync. */
export const webReplicas = ({ replicas, autoscaling }: Web): { readonly replicas?: number } =>
  autoscaling ? {} : { replicas }

/** The autoscaler of the Deployment of the same name, if there is to be one. */
export function webAutoscaler({ autoscaling }: Web, instance: string, labels: Labels) {
  if (!autoscaling) return []
  const metric = (name: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  })
  return [
    horizontalPodAutoscaler(
      { name: instance, labels },
      {
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: instance },
          minReplicas: autoscaling.min,
          maxReplicas: autoscaling.max,
          metrics: [
            metric('cpu', autoscaling.cpuUtilization),
            metric('memory', autoscaling.memoryUtilization),
          ],
        },
      },
    ),
  ]
}

const check = (path: string, failureThreshold: number) => ({
  httpGet: { path, port: 'http' },
  periodSeconds: 10,
  timeoutSeconds: 5,
  failureThreshold,
})

/** Probes of the server; `ready` is where it says that its database answers. */
export const webProbes = (ready: '/api/ready' | '/api/health') => ({
  startupProbe: check('/api/health', 30),
  livenessProbe: check('/api/health', 3),
  readinessProbe: check(ready, 3),
})

/** Wrong combinations, and names that would get too long. */
export function* webProblems(
  { autoscaling }: Web,
  { instance }: Site,
): Generator<ValueProblem, void> {
  if (autoscaling && autoscaling.max < autoscaling.min)
    yield {
      pointer: '/autoscaling/max',
      message: `at most ${autoscaling.max} pods, but at least ${autoscaling.min}`,
      hint: 'raise max or lower min',
    }
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
