import type { SecretContract } from '../../fleet/types.ts'
import {
  boolean,
  integer,
  object,
  optional,
  string,
  type ValueProblem,
} from '../../fleet/values.ts'
import { type Env, plainEnv, secretEnv } from '../env.ts'
import { contractOf, type SecretRef, secretKey, secretName } from '../references.ts'
import { mostPods, type Web } from './web.ts'

const redis = object(
  {
    host: string({
      description: 'Host of the server.',
      pattern: '^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?$',
      examples: ['redis.example.org'],
    }),
    port: integer({
      description: 'Port of the server, 1 to 65535.',
      default: 6379,
      minimum: 1,
      maximum: 65_535,
    }),
    database: integer({
      description: 'Number of the database, 0 or more.',
      default: 0,
      minimum: 0,
    }),
    tls: boolean({ description: 'Speak TLS with the server.', default: false }),
    password: optional(
      object(
        {
          secret: secretName('Name of the Secret.', 'prefect-redis'),
          key: secretKey('Key in it.', 'redis-password'),
        },
        { description: 'Secret with the password; `password: {}` for the usual one.' },
      ),
    ),
  },
  { description: 'A Redis server that exists.' },
)

/** Schema of where the processes of a server meet. */
export const brokerValues = optional(
  object(
    { redis },
    {
      description:
        'Where several processes tell each other about events; needed with `backgroundServices.separate` and with several pods.',
    },
  ),
)

/** The broker as an application's values have it. */
export type Broker = {
  readonly redis: {
    readonly host: string
    readonly port: number
    readonly database: number
    readonly tls: boolean
    readonly password?: SecretRef
  }
}

const PASSWORD = 'PREFECT_REDIS_MESSAGING_PASSWORD'

/** Everything of Prefect that is kept in the memory of one process otherwise: events, their order, leases, tasks. */
export function brokerEnv(broker: Broker | undefined): readonly Env[] {
  if (broker === undefined) return []
  const { host, port, database, tls, password } = broker.redis
  const user = password ? `default:$(${PASSWORD})@` : ''
  return [
    // Before the variable that quotes it.
    ...(password ? [secretEnv(PASSWORD, password.secret, password.key)] : []),
    ...plainEnv({
      PREFECT_MESSAGING_BROKER: 'prefect_redis.messaging',
      PREFECT_MESSAGING_CACHE: 'prefect_redis.messaging',
      PREFECT_REDIS_MESSAGING_DB: `${database}`,
      PREFECT_REDIS_MESSAGING_HOST: host,
      PREFECT_REDIS_MESSAGING_PORT: `${port}`,
      ...(tls ? { PREFECT_REDIS_MESSAGING_SSL: 'true' } : {}),
      PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE: 'prefect_redis.lease_storage',
      PREFECT_SERVER_DOCKET_URL: `${tls ? 'rediss' : 'redis'}://${user}${host}:${port}/${database}`,
      PREFECT_SERVER_EVENTS_CAUSAL_ORDERING: 'prefect_redis.ordering',
    }),
  ]
}

/** The Secret with its password, if it has one. */
export const brokerSecrets = (broker: Broker | undefined): readonly SecretContract[] =>
  contractOf(
    broker?.redis.password,
    'password of Redis; it becomes part of a URL: letters, digits, - . _ ~ only',
  )

type Processes = Web & {
  readonly broker?: Broker
  readonly backgroundServices: { readonly separate: boolean }
}

/** Several processes without a broker: each would keep its events in its own memory. */
export function brokerProblems(values: Processes): readonly ValueProblem[] {
  const { broker, backgroundServices, autoscaling } = values
  const { separate } = backgroundServices
  if (broker !== undefined || (!separate && mostPods(values) <= 1)) return []
  const pods = autoscaling ? '/autoscaling/max' : '/replicas'
  return [
    {
      pointer: separate ? '/backgroundServices/separate' : pods,
      message: 'several processes cannot tell each other about events: there is no broker',
      hint: separate
        ? 'set broker.redis.host, or backgroundServices.separate: false'
        : 'set broker.redis.host, or run one pod',
    },
  ]
}
