import type { SecretContract } from '../../fleet/types.ts'
import {
  boolean,
  type Infer,
  integer,
  object,
  optional,
  quantity,
  record,
  string,
  type ValueProblem,
} from '../../fleet/values.ts'
import { computeProblems, computeValues } from '../compute.ts'
import { type Env, secretEnv } from '../env.ts'
import { imageValues } from '../image.ts'
import { OBJECT_NAME, SECRET_KEY, secretKey } from '../references.ts'

const IDENTIFIER = '^[a-z_][a-z0-9_]{0,62}$'
const PORT = 5432

const external = object(
  {
    host: optional(
      string({
        description: 'Host of the server; needed unless `connectionStringKey` is there.',
        pattern: '^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?$',
        examples: ['db.example.org'],
      }),
    ),
    port: integer({
      description: 'Port of the server, 1 to 65535.',
      default: PORT,
      minimum: 1,
      maximum: 65_535,
    }),
    parameters: record(string({ description: 'Value.', pattern: '^[-._~/A-Za-z0-9]*$' }), {
      description: 'Parameters of the connection URL, as asyncpg knows them.',
      default: {},
      examples: [{ ssl: 'require' }],
    }),
    connectionStringKey: optional(
      string({
        description:
          'Key of the Secret that holds the whole URL (postgresql+asyncpg://user:password@host:5432/name); host, port, name, user and passwordKey are not used then.',
        pattern: SECRET_KEY,
        examples: ['connection-string'],
      }),
    ),
  },
  {
    description:
      'A PostgreSQL server (14.9 or newer) that exists; without it one of our own is started.',
  },
)

const own = object(
  {
    image: imageValues(
      { repository: 'docker.io/library/postgres', tag: '17.6-bookworm' },
      "PostgreSQL's own image. Data of one major version is not read by the next: dump and restore. The distribution stays too, because indexes depend on its collations.",
    ),
    persistence: object(
      {
        enabled: boolean({
          description: 'Keep the data in a claim; false: it is lost with the pod.',
          default: true,
        }),
        size: quantity({
          description: 'Bytes that the claim asks for, above 0; cannot be changed afterwards.',
          default: '8Gi',
        }),
      },
      { description: 'Where the data lives.' },
    ),
    resources: computeValues(
      { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of PostgreSQL.',
    ),
  },
  { description: 'PostgreSQL of our own; not used with `external`.' },
)

/** Schema of the database; `name` is what upstream calls it. */
export const databaseValues = (name: string) =>
  object(
    {
      name: string({
        description: 'Database in the server.',
        default: name,
        pattern: IDENTIFIER,
      }),
      user: string({
        description: 'User that owns the database.',
        default: 'prefect',
        pattern: IDENTIFIER,
      }),
      secret: optional(
        string({
          description: 'Secret that must exist; without it `<instance>-postgresql-connection`.',
          pattern: OBJECT_NAME,
        }),
      ),
      passwordKey: secretKey(
        'Key of the Secret that holds the password: the one place where it stands, Prefect and PostgreSQL both read it there.',
        'password',
      ),
      external: optional(external),
      postgresql: own,
    },
    { description: 'Where Prefect keeps its state.' },
  )

export type Database = Infer<ReturnType<typeof databaseValues>>

/** Secret with the password, or with the whole connection URL. */
export const secretOf = ({ secret }: Database, instance: string): string =>
  secret ?? `${instance}-postgresql-connection`

/** Name of our own PostgreSQL: StatefulSet and Service. */
export const postgresqlName = (instance: string): string => `${instance}-postgresql`

/** The variables that lead Prefect to its database; the password is put into the URL by the kubelet. */
export function databaseEnv(
  variable: string,
  database: Database,
  instance: string,
): readonly Env[] {
  const secret = secretOf(database, instance)
  const { external: server, user, name, passwordKey } = database
  if (server?.connectionStringKey) return [secretEnv(variable, secret, server.connectionStringKey)]
  const host = server?.host ?? postgresqlName(instance)
  const parameters = Object.entries(server?.parameters ?? {}).map(([k, v]) => `${k}=${v}`)
  const query = parameters.length > 0 ? `?${parameters.join('&')}` : ''
  return [
    secretEnv('DB_PASSWORD', secret, passwordKey), // before the variable that quotes it
    {
      name: variable,
      value: `postgresql+asyncpg://${user}:$(DB_PASSWORD)@${host}:${server?.port ?? PORT}/${name}${query}`,
    },
  ]
}

/** The one Secret of the database, with one key. */
export function databaseSecret(database: Database, instance: string): SecretContract {
  const { external: server, passwordKey, user } = database
  const key = server?.connectionStringKey ?? passwordKey
  const about = server?.connectionStringKey
    ? 'connection URL of the database, postgresql+asyncpg://user:password@host:5432/name'
    : `password of the database user ${user}; it becomes part of a URL: letters, digits, - . _ ~ only`
  const lasting = server
    ? ''
    : '. PostgreSQL takes it over when its data directory is first made: to change it, ALTER USER first, then the Secret, then restart'
  return { name: secretOf(database, instance), keys: [{ key, purpose: `${about}${lasting}` }] }
}

/** Wrong combinations of an external server, and of our own. */
export function databaseProblems(database: Database): readonly ValueProblem[] {
  const { external: server, postgresql } = database
  if (server === undefined)
    return computeProblems(postgresql.resources, '/database/postgresql/resources')
  const { host, connectionStringKey } = server
  if (host === undefined && connectionStringKey === undefined)
    return [
      {
        pointer: '/database/external',
        message: 'nobody knows where the external database is',
        hint: 'set host, or connectionStringKey where the Secret holds the whole URL',
      },
    ]
  if (host !== undefined && connectionStringKey !== undefined)
    return [
      {
        pointer: '/database/external/connectionStringKey',
        message: `the host stands in the Secret under "${connectionStringKey}" and in external.host`,
        hint: 'take one of the two away, so that they cannot disagree',
      },
    ]
  return []
}
