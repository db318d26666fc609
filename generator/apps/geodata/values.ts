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
  type Schema,
  string,
} from '../../fleet/values.ts'
import { computeValues } from '../compute.ts'
import { imageValues } from '../image.ts'

type About = { readonly description: string }
type Application = { readonly application: string }
type PolicyRule = {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly verbs: readonly string[]
}
const strings = { type: 'array', items: { type: 'string' }, minItems: 1 }
const NAME = '^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$'
const KEY = '^[-._A-Za-z0-9]{1,253}$'

const prefect = object(
  {
    url: oneOf(
      [
        string({ description: 'The URL itself.', pattern: '^https?://[^\\s]+$' }),
        any<Application, About>(
          {
            type: 'object',
            properties: { application: { type: 'string' } },
            required: ['application'],
            additionalProperties: false,
          },
          { description: 'A Prefect server of this fleet, in the same environment.' },
        ),
      ],
      {
        description:
          'Prefect API of the runner (PREFECT_API_URL): a URL that ends in /api or in a Cloud workspace, or `application:` with the name of a server in this fleet.',
        examples: [{ application: 'prefect-server' }, 'http://prefect.example.org/api'],
      },
    ),
    apiKey: optional<Schema<{ readonly secret: string; readonly key: string }>>(
      object(
        {
          secret: string({
            description: 'Name of the Secret.',
            default: 'prefect-api-key',
            pattern: NAME,
          }),
          key: string({ description: 'Key in it.', default: 'key', pattern: KEY }),
        },
        {
          description:
            'Secret with the API key; `apiKey: {}` for the usual name. Prefect Cloud needs one, a server of your own has none.',
        },
      ),
    ),
  },
  { description: 'Where flow runs come from.' },
)

const storage = object(
  {
    create: boolean({
      description:
        'Write the claim (and its volume where the cluster leaves that to us); false when another instance in the namespace writes it.',
      default: true,
    }),
    claim: string({
      description: 'PersistentVolumeClaim that flow runs mount.',
      default: 'nova-geodata-prod',
      pattern: NAME,
    }),
    size: quantity({ description: 'Bytes that the claim asks for, above 0.', default: '10Gi' }),
    capacity: quantity({
      description: 'Bytes that a volume of ours says it holds, at least `size`.',
      default: '100Gi',
    }),
    mountPath: string({
      description: 'Folder in flow-run pods where the volume is mounted, absolute.',
      default: '/sciclone',
      pattern: '^/[^\\s:]+$',
    }),
  },
  { description: 'Data that flow runs read and write, shared by many nodes.' },
)

const jobs = object(
  {
    image: imageValues(
      { repository: 'registry.example.org/aiddata/geo-datasets', tag: '0.1.0' },
      'Image of flow runs; upstream publishes ghcr.io/aiddata/geo-datasets with `latest` only, so name your own pinned copy.',
    ),
    resources: computeValues(
      { requests: { cpu: '3', memory: '1Gi' }, limits: { cpu: '5', memory: '3Gi' } },
      'CPU and memory of a flow run, unless its deployment asks for others.',
    ),
    ephemeralStorage: object(
      {
        request: quantity({ description: 'Bytes reserved, above 0.', default: '10Gi' }),
        limit: quantity({ description: 'Bytes at most, at least `request`.', default: '20Gi' }),
      },
      { description: 'Local disk of a flow run.' },
    ),
    env: record(string({ description: 'Value; numbers and true in quotes.' }), {
      description: 'Environment variables of every flow run (not for secrets).',
      default: {},
      examples: [{ DATA_MANAGER_VERSION: '0.4.0' }],
    }),
    serviceAccount: optional<Schema<string>>(
      string({
        description:
          'ServiceAccount of flow runs that talk to the Kubernetes API (Dask); without it they get no token.',
        pattern: NAME,
      }),
    ),
    backoffLimit: integer({
      description: 'Times that Kubernetes starts a failed flow run again, 0 or more.',
      default: 0,
      minimum: 0,
    }),
    keepFinishedSeconds: integer({
      description: 'Seconds that a finished Job of a flow run stays for its logs, 0 or more.',
      default: 86_400,
      minimum: 0,
    }),
  },
  { description: 'Jobs that the worker makes for flow runs (its base job template).' },
)

const policyRule = any<PolicyRule, About>(
  {
    type: 'object',
    properties: { apiGroups: strings, resources: strings, resourceNames: strings, verbs: strings },
    required: ['apiGroups', 'resources', 'verbs'],
    additionalProperties: false,
  },
  { description: 'apiGroups, resources and verbs, as in a Role.' },
)

/** What fleet.yaml may say about a geodata. */
export const geodataValues = object(
  {
    runner: choice(['worker', 'agent'], {
      description:
        '`worker` takes flow runs from a work pool; `agent` (Prefect 2 only) polls work queues and takes the Job from an infrastructure block.',
      default: 'worker',
    }),
    replicas: integer({
      description: 'Runner pods, 0 to 50.',
      default: 1,
      minimum: 0,
      maximum: 50,
    }),
    image: imageValues(
      { repository: 'prefecthq/prefect', tag: '2.19.6-python3.10-kubernetes' },
      'Image of the runner; its major version must be the one of the Prefect server.',
    ),
    resources: computeValues(
      { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of the runner.',
    ),
    prefect,
    workPool: string({
      description: 'Work pool of a worker; made, and kept at our job template, when it starts.',
      default: 'geodata-pool',
      pattern: '^[A-Za-z0-9][-_.A-Za-z0-9]*$',
    }),
    workQueues: list(
      string({ description: 'Name of a queue.', pattern: '^[A-Za-z0-9][-_.A-Za-z0-9]*$' }),
      {
        description:
          'Queues that are polled. Empty: a worker serves all queues of its pool, an agent the queue `geodata`.',
        default: [],
        uniqueItems: true,
      },
    ),
    jobs,
    storage,
    kubeSystemRole: boolean({
      description:
        "Let the runner read the cluster's id, the UID of the namespace kube-system (a Role there); needed where the cluster's clusterUid is not given.",
      default: false,
    }),
    extraPermissions: list(policyRule, {
      description: "Rules added to the runner's Role in its namespace.",
      default: [],
      examples: [
        [{ apiGroups: ['kubernetes.dask.org'], resources: ['daskclusters'], verbs: ['get'] }],
      ],
    }),
  },
  { description: 'GeoQuery ingest: a Prefect runner, its rights, and the data of its flow runs.' },
)

export type GeodataValues = Infer<typeof geodataValues>
