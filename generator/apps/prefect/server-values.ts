import { boolean, type Infer, integer, object } from '../../fleet/values.ts'
import { computeValues } from '../compute.ts'
import { imageValues } from '../image.ts'
import { basicAuthValues } from '../prefect-runner.ts'
import { brokerValues } from './broker.ts'
import { runtimeValues } from './container.ts'
import { databaseValues } from './database.ts'
import { webValues } from './web.ts'

/** Name of the application, its container and the label of its pods. */
export const NAME = 'prefect-server'

const backgroundServices = object(
  {
    separate: boolean({
      description:
        'Run the scheduler and the other services in a Deployment of their own, once; wanted before there are several servers. Needs `broker`. The migration then is a Job. Prefect 3.4.16 or newer.',
      default: false,
    }),
    resources: computeValues(
      { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of the background services.',
    ),
  },
  { description: 'Scheduler, late runs, automations and the other services without an API.' },
)

const migration = object(
  {
    job: boolean({
      description:
        'Bring the database to the new version in a Job before the server starts, instead of when it starts; always with `backgroundServices.separate`.',
      default: false,
    }),
    timeoutSeconds: integer({
      description: 'Seconds that the Job may take, waiting for the database included; 1 or more.',
      default: 600,
      minimum: 1,
    }),
    backoffLimit: integer({
      description: 'Times that a failed migration is tried again, 0 or more.',
      default: 5,
      minimum: 0,
    }),
    resources: computeValues(
      { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of the migration.',
    ),
  },
  { description: 'Database migrations.' },
)

/** What fleet.yaml may say about a prefect-server. */
export const prefectServerValues = object(
  {
    image: imageValues(
      { repository: 'docker.io/prefecthq/prefect', tag: '3.8.5-python3.11' },
      'Image of the server, the background services and the migration; its tag begins with the version.',
    ),
    ...webValues,
    resources: computeValues(
      { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of the server.',
    ),
    basicAuth: basicAuthValues(
      'Ask for a user and a password; `basicAuth: {}` for the usual Secret. Whoever uses the API sets the same.',
    ),
    backgroundServices,
    broker: brokerValues,
    migration,
    database: databaseValues('server'),
    ...runtimeValues,
  },
  { description: 'Prefect 3 server and its PostgreSQL.' },
)

export type ServerValues = Infer<typeof prefectServerValues>
