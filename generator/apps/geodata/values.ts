import {
  boolean,
  choice,
  type Infer,
  list,
  object,
  oneOf,
  optional,
  quantity,
  string,
} from '../../fleet/values.ts'
import { kubeSystemRole } from '../cluster-id.ts'
import { computeValues, replicaValues } from '../compute.ts'
import { envValues } from '../env.ts'
import { imageValues } from '../image.ts'
import { endedJobValues } from '../job-template.ts'
import { apiKeyValues, clientAuthValues } from '../prefect-runner.ts'
import { policyRule } from '../rbac.ts'
import { OBJECT_NAME, urlOrApplication } from '../references.ts'

const prefect = object(
  {
    url: oneOf(urlOrApplication('A Prefect server'), {
      description:
        'Prefect API of the runner (PREFECT_API_URL): a URL that ends in /api or in a Cloud workspace, or `application:` with the name of a server in this fleet.',
      examples: [{ application: 'prefect-server' }, 'http://prefect.example.org/api'],
    }),
    apiKey: apiKeyValues,
    basicAuth: clientAuthValues,
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
      pattern: OBJECT_NAME,
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
    env: envValues('Environment variables of every flow run (not for secrets).', [
      { DATA_MANAGER_VERSION: '0.4.0' },
    ]),
    serviceAccount: optional(
      string({
        description:
          'ServiceAccount of flow runs that talk to the Kubernetes API (Dask); without it they get no token.',
        pattern: OBJECT_NAME,
      }),
    ),
    ...endedJobValues,
  },
  { description: 'Jobs that the worker makes for flow runs (its base job template).' },
)

/** What fleet.yaml may say about a geodata. */
export const geodataValues = object(
  {
    runner: choice(['worker', 'agent'], {
      description:
        '`worker` takes flow runs from a work pool; `agent` (Prefect 2 only) polls work queues and takes the Job from an infrastructure block.',
      default: 'worker',
    }),
    replicas: replicaValues('Runner pods, 0 to 50.'),
    image: imageValues(
      { repository: 'docker.io/prefecthq/prefect', tag: '2.19.6-python3.10-kubernetes' },
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
    kubeSystemRole,
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
