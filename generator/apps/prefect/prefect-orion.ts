import type { Desired, Site } from '../../fleet/types.ts'
import { type Infer, object, type ValueProblem } from '../../fleet/values.ts'
import { computeValues } from '../compute.ts'
import { defineApp } from '../define.ts'
import { type Env, plainEnv } from '../env.ts'
import { imageValues } from '../image.ts'
import { HOME, runtimeProblems, runtimeValues } from './container.ts'
import { databaseEnv, databaseProblems, databaseSecret, databaseValues } from './database.ts'
import { postgresql } from './postgresql.ts'
import { securityNotes } from './security.ts'
import { versionOf, versionProblems } from './version.ts'
import { apiUrl, mostPods, PORT, uiApiUrl, webNotes, webProblems, webValues } from './web.ts'
import { webExposures, webServer } from './web-server.ts'

const NAME = 'prefect-orion'
const SERVICE_PORT = 'orion-svc-port'

/** What fleet.yaml may say about a prefect-orion. */
export const prefectOrionValues = object(
  {
    image: imageValues(
      { repository: 'docker.io/prefecthq/prefect', tag: '2.7.11-python3.10' },
      'Image of the server; its tag begins with the version, which decides on commands and variables.',
    ),
    ...webValues,
    resources: computeValues(
      { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of the server.',
    ),
    database: databaseValues('orion'),
    ...runtimeValues,
  },
  { description: 'Prefect 2 server (Orion) and its PostgreSQL.' },
)

type Values = Infer<typeof prefectOrionValues>

/** Server of Prefect 2: API, UI, scheduler, and PostgreSQL unless there is one already. */
export const prefectOrion = defineApp<Values>({
  name: NAME,
  summary:
    'Prefect 2 server (Orion): API, UI and scheduler, with PostgreSQL of its own or external',
  values: prefectOrionValues,
  problems,
  resources,
  url: apiUrl,
})

function resources(values: Values, site: Site): Desired {
  const { instance } = site
  const { command, static: uiBuild } = dialectOf(values)
  return {
    resources: [
      ...postgresql(values.database, instance),
      ...webServer(values, site, {
        name: NAME,
        component: 'orion',
        servicePort: SERVICE_PORT,
        args: [
          ...command,
          '--host',
          '0.0.0.0',
          '--log-level',
          values.logLevel,
          '--port',
          `${PORT}`,
        ],
        env: environment(values, site),
        ready: '/api/health', // Orion has no /api/ready
        ...(uiBuild === undefined ? {} : { uiBuild }),
      }),
    ],
    exposures: webExposures(values, instance, SERVICE_PORT),
    secrets: [databaseSecret(values.database, instance)],
    notes: [...securityNotes(values.security), ...webNotes(values, site), ...scaleNotes(values)],
  }
}

type Dialect = {
  readonly command: readonly string[]
  readonly database: string
  readonly uiApiUrl: string
  /** Where the UI is copied to when the server starts. */
  readonly static?: string
}

/** Prefect 2.13 took the name Orion out of commands and settings. */
const ORION: Dialect = {
  command: ['prefect', 'orion', 'start'],
  database: 'PREFECT_ORION_DATABASE_CONNECTION_URL',
  uiApiUrl: 'PREFECT_ORION_UI_API_URL',
}
const SERVER: Dialect = {
  command: ['prefect', 'server', 'start'],
  database: 'PREFECT_API_DATABASE_CONNECTION_URL',
  uiApiUrl: 'PREFECT_UI_API_URL',
  static: '/ui_build',
}

const dialectOf = ({ image }: Values): Dialect => {
  const [, minor] = versionOf(image) ?? [2, 0]
  return minor >= 13 ? SERVER : ORION
}

/** First what differs between environments: a patch names what stands before it too. */
function environment(values: Values, site: Site): readonly Env[] {
  const dialect = dialectOf(values)
  return [
    ...plainEnv({ [dialect.uiApiUrl]: uiApiUrl(values, site) }),
    ...databaseEnv(dialect.database, values.database, site.instance),
    ...plainEnv({
      HOME,
      PREFECT_DEBUG_MODE: `${values.debug}`,
      ...(dialect.static ? { PREFECT_UI_STATIC_DIRECTORY: dialect.static } : {}),
    }),
  ]
}

function problems(values: Values, site: Site): readonly ValueProblem[] {
  return [
    ...versionProblems(values.image, 2, NAME),
    ...webProblems(values, site),
    ...databaseProblems(values.database),
    ...runtimeProblems(values, site, environment(values, site)),
  ]
}

const scaleNotes = (values: Values) =>
  mostPods(values) > 1
    ? [
        {
          pointer: values.autoscaling ? '/autoscaling/max' : '/replicas',
          message: 'each pod of Orion runs the scheduler and the other loop services too',
          hint: 'one pod is enough for most; prefect-server can run the services once, apart',
        },
      ]
    : []
