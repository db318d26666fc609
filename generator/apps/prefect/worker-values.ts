import { boolean, type Infer, integer, list, object, optional, string } from '../../fleet/values.ts'
import { computeValues, replicaValues } from '../compute.ts'
import { envValues } from '../env.ts'
import { imageValues } from '../image.ts'
import { endedJobValues } from '../job-template.ts'
import { clientAuthValues } from '../prefect-runner.ts'
import { OBJECT_NAME } from '../references.ts'
import { accessValues } from './access.ts'
import { apiValues, pollValues } from './api.ts'
import { runtimeValues } from './container.ts'

/** Name of the application, its container and the label of its pods. */
export const NAME = 'prefect-worker'

const POOL = '^[A-Za-z0-9][-_.A-Za-z0-9]*$'
const DNS_LABEL = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$'
const text = (description: string, pattern: string) => optional(string({ description, pattern }))

const jobs = object(
  {
    template: optional(
      string({
        description:
          'File with a base job template of your own (JSON), path from the folder of fleet.yaml; the other values of `jobs` except `namespace` are not used then.',
        file: true,
        minLength: 1,
        examples: ['templates/base-job-template.json'],
      }),
    ),
    namespace: text(
      'Namespace of the Jobs, which must exist; without it that of the worker. The Role is written there.',
      DNS_LABEL,
    ),
    image: imageValues(
      { repository: 'docker.io/prefecthq/prefect', tag: '3.8.5-python3.11' },
      'Image of flow runs, unless their deployment names another.',
    ),
    resources: computeValues(
      { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of a flow run, unless its deployment asks for others.',
    ),
    env: envValues('Environment variables of every flow run (not for secrets).'),
    serviceAccount: text(
      'ServiceAccount of flow runs that talk to the Kubernetes API; without it they get no token.',
      OBJECT_NAME,
    ),
    ...endedJobValues,
  },
  { description: 'Jobs that the worker makes for flow runs (its base job template).' },
)

/** What fleet.yaml may say about a prefect-worker. */
export const prefectWorkerValues = object(
  {
    image: imageValues(
      { repository: 'docker.io/prefecthq/prefect', tag: '3.8.5-python3.11-kubernetes' },
      'Image of the worker, one with prefect-kubernetes in it; its tag begins with the version.',
    ),
    replicas: replicaValues(),
    ...apiValues,
    basicAuth: clientAuthValues,
    workPool: string({
      description: 'Work pool, of type kubernetes; made when it is not there.',
      pattern: POOL,
      examples: ['kubernetes'],
    }),
    workQueues: list(string({ description: 'Name of a queue.', pattern: POOL }), {
      description: 'Work queues of the pool; empty: all of them.',
      default: [],
      uniqueItems: true,
    }),
    limit: optional(
      integer({ description: 'Flow runs at once per pod, 1 or more; without it any.', minimum: 1 }),
    ),
    ...pollValues,
    http2: boolean({
      description: 'Speak HTTP/2 with the API where it does; false for proxies that cannot.',
      default: true,
    }),
    debug: boolean({ description: 'Debug mode of Prefect (PREFECT_DEBUG_MODE).', default: false }),
    resources: computeValues(
      { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of the worker.',
    ),
    jobs,
    ...accessValues,
    ...runtimeValues,
  },
  { description: 'Worker of Prefect 3: starts flow runs as Jobs.' },
)

export type WorkerValues = Infer<typeof prefectWorkerValues>
