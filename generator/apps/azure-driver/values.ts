import {
  any,
  boolean,
  choice,
  type Infer,
  integer,
  list,
  object,
  oneOf,
  optional,
  quantity,
  record,
  string,
} from '../../fleet/values.ts'
import type { PodSpec } from '../../model/pods.ts'
import { podLimits } from '../autoscaling.ts'
import { replicaValues } from '../compute.ts'
import { envValues } from '../env.ts'
import { imageValues } from '../image.ts'
import { propertyValues } from './properties.ts'

/** Name of all objects: upstream fixes it, and the driver is registered as https://azure-driver:7275. */
export const NAME = 'azure-driver'

type Affinity = NonNullable<PodSpec['affinity']>
type Rules<K extends keyof Affinity> = NonNullable<Affinity[K]>
type About = { readonly description: string }
const spread: Rules<'podAntiAffinity'> = {
  preferredDuringSchedulingIgnoredDuringExecution: [
    {
      weight: 100,
      podAffinityTerm: {
        labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: [NAME] }] },
        topologyKey: 'kubernetes.io/hostname',
      },
    },
  ],
}
const scheduling = {
  nodeSelector: record(string({ description: 'Value of the node label.' }), {
    description: 'Node labels that a node must have.',
    default: {},
  }),
  affinity: object(
    {
      nodeAffinity: optional(
        any<Rules<'nodeAffinity'>, About>(
          { type: 'object' },
          { description: 'Rules for nodes, as in a pod.' },
        ),
      ),
      podAffinity: optional(
        any<Rules<'podAffinity'>, About>(
          { type: 'object' },
          { description: 'Pods to be near to, as in a pod.' },
        ),
      ),
      podAntiAffinity: any<typeof spread, About & { readonly default: typeof spread }>(
        { type: 'object' },
        {
          description: 'Pods to be away from, as in a pod; {} drops the default.',
          default: spread,
        },
      ),
    },
    { description: 'Where pods may run; by default on different nodes, if that is possible.' },
  ),
  tolerations: list(
    any<NonNullable<PodSpec['tolerations']>[number], About>(
      { type: 'object' },
      { description: 'As in a pod.' },
    ),
    {
      description: 'Node taints that are tolerated.',
      default: [],
      examples: [[{ key: 'ReservedForLm', operator: 'Exists', effect: 'NoSchedule' }]],
    },
  ),
}

const probe = (initial: number, period: number, what: string) =>
  object(
    {
      initialDelaySeconds: integer({
        description: 'Seconds before the first check, 0 or more.',
        default: initial,
        minimum: 0,
      }),
      periodSeconds: integer({
        description: 'Seconds between checks, 1 or more.',
        default: period,
        minimum: 1,
      }),
      timeoutSeconds: integer({
        description: 'Seconds that an answer may take, 1 or more.',
        default: 1,
        minimum: 1,
      }),
      failureThreshold: integer({
        description: 'Failed checks in a row, 1 or more.',
        default: 3,
        minimum: 1,
      }),
    },
    { description: `${what} (GET /management/health).` },
  )

const load = {
  replicas: replicaValues('Pods, 0 to 50; with `autoscaling` the autoscaler decides instead.'),
  processes: integer({
    description: 'Worker processes per pod (NUM_PROCESSES), 1 or more; see `cpu`.',
    default: 9,
    minimum: 1,
  }),
  threads: integer({
    description: 'Threads per process (NUM_THREADS), 1 or more.',
    default: 8,
    minimum: 1,
  }),
  wsgiContainer: choice(['gunicorn', 'uwsgi'], {
    description: 'Web server of the driver (WSGI_CONTAINER).',
    default: 'gunicorn',
  }),
  cpu: oneOf(
    [
      quantity({ description: 'Cores per pod.' }),
      choice(['readme', 'gunicorn'], { description: 'A rule over `processes`.' }),
    ],
    {
      description:
        "Cores per pod, reserved and limit: a quantity (`2`, `500m`), or a rule: `readme` is upstream's 2 * processes + 1, `gunicorn` is (processes - 1) / 2. Upstream runs 9 processes on 2 cores.",
      default: 2,
      examples: ['500m', 'gunicorn'],
    },
  ),
  memory: object(
    {
      request: quantity({ description: 'Bytes that are reserved per pod.', default: '1Gi' }),
      limit: quantity({ description: 'Bytes that a pod may use at most.', default: '2Gi' }),
    },
    { description: 'Memory per pod.' },
  ),
  autoscaling: optional(
    object(
      {
        ...podLimits,
        cpuUtilization: integer({
          description: 'Average CPU that is aimed at, in percent of what is reserved, 1 to 100.',
          default: 80,
          minimum: 1,
          maximum: 100,
        }),
      },
      { description: 'Add and remove pods by CPU load; the cluster needs a metrics server.' },
    ),
  ),
}

const tls = object(
  {
    enabled: boolean({
      description: 'The driver itself speaks HTTPS (SSL_ENABLED).',
      default: true,
    }),
    secretName: string({
      description: 'Secret with tls.crt and tls.key.',
      default: `${NAME}-tls`,
      minLength: 1,
    }),
    generate: boolean({
      description:
        'Have the certificate issued where the cluster can; false: the Secret is made by hand. The lifecycle manager stores tls.crt when the driver is registered, so it must not change.',
      default: true,
    }),
    commonName: string({ description: 'Common name of the certificate.', default: NAME }),
    duration: string({
      description: 'How long the certificate is valid, in hours; 87600h are ten years.',
      default: '87600h',
      pattern: '^[0-9]+h$',
    }),
  },
  { description: 'TLS of the driver.' },
)

const logging = object(
  {
    level: choice(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'], {
      description: 'Least level that is logged (LOG_LEVEL).',
      default: 'INFO',
    }),
    type: choice(['logstash', 'flat'], {
      description: 'JSON lines for the log dashboard, or plain text (LOG_TYPE).',
      default: 'logstash',
    }),
  },
  { description: 'Logs.' },
)

/** What fleet.yaml may say about an azure-driver. */
export const azureDriverValues = object(
  {
    image: imageValues(
      { repository: 'icr.io/cp4na-drivers/azure-driver', tag: '0.0.2' },
      'Image of the driver; `azure-driver` with pullPolicy Never for one that was loaded into the node.',
    ),
    ...load,
    properties: propertyValues,
    propertiesSecret: optional(
      string({
        description:
          'Secret with a key azuredriver_config.yml: properties that are secret, e.g. the Kafka password; they win.',
        minLength: 1,
      }),
    ),
    env: envValues('Further environment variables (not for secrets).'),
    logging,
    tls,
    publish: boolean({
      description: 'Publish the driver outside the cluster, where the cluster publishes anything.',
      default: true,
    }),
    nodePort: integer({
      description: 'Node port, 30000 to 32767, on clusters that publish by node ports.',
      default: 30258,
      minimum: 30000,
      maximum: 32767,
    }),
    livenessProbe: probe(90, 30, 'When the pod is restarted'),
    readinessProbe: probe(20, 10, 'When the pod gets requests'),
    terminationGracePeriodSeconds: integer({
      description: 'Seconds that running requests have when a pod stops; Gunicorn takes up to 300.',
      default: 310,
      minimum: 0,
    }),
    ...scheduling,
  },
  { description: 'The Azure driver of the lifecycle manager.' },
)

export type AzureDriverValues = Infer<typeof azureDriverValues>
