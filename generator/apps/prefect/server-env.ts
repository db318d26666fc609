import type { Site } from '../../fleet/types.ts'
import { type Env, plainEnv, secretEnv } from '../env.ts'
import { brokerEnv } from './broker.ts'
import { HOME } from './container.ts'
import { databaseEnv } from './database.ts'
import type { ServerValues } from './server-values.ts'
import { PORT, uiApiUrl } from './web.ts'

/** Where the server copies its UI to, with the URL of the API written into it. */
export const UI_BUILD = '/ui_build'

const DATABASE = 'PREFECT_SERVER_DATABASE_CONNECTION_URL'

/** Variables of the server. First what differs between environments: a patch names what stands before it too. */
export const serverEnv = (values: ServerValues, site: Site): readonly Env[] => [
  ...plainEnv({ PREFECT_UI_API_URL: uiApiUrl(values, site) }),
  ...databaseEnv(DATABASE, values.database, site.instance),
  ...authEnv(values),
  ...brokerEnv(values.broker),
  ...plainEnv({
    ...(hasMigration(values) ? MIGRATED_BY_JOB : {}),
    HOME,
    PREFECT_DEBUG_MODE: `${values.debug}`,
    PREFECT_LOGGING_SERVER_LEVEL: values.logLevel,
    PREFECT_SERVER_API_BASE_PATH: '/api',
    PREFECT_SERVER_API_HOST: '0.0.0.0',
    PREFECT_SERVER_API_PORT: `${PORT}`,
    PREFECT_UI_STATIC_DIRECTORY: UI_BUILD,
  }),
]

const authEnv = ({ basicAuth }: ServerValues): readonly Env[] =>
  basicAuth ? [secretEnv('PREFECT_SERVER_API_AUTH_STRING', basicAuth.secret, basicAuth.key)] : []

/** Variables of the background services. */
export const servicesEnv = (values: ServerValues, instance: string): readonly Env[] => [
  ...migrationEnv(values, instance),
  ...brokerEnv(values.broker),
]

/** Variables of what needs the database only. */
export const migrationEnv = (values: ServerValues, instance: string): readonly Env[] => [
  ...databaseEnv(DATABASE, values.database, instance),
  ...plainEnv({
    ...MIGRATED_BY_JOB,
    HOME,
    PREFECT_DEBUG_MODE: `${values.debug}`,
    PREFECT_LOGGING_SERVER_LEVEL: values.logLevel,
    PREFECT_UI_ENABLED: 'false',
  }),
]

const MIGRATED_BY_JOB = { PREFECT_SERVER_DATABASE_MIGRATE_ON_START: 'false' }

/** Two Deployments that migrate when they start would do it at the same time. */
export const hasMigration = ({ migration, backgroundServices }: ServerValues): boolean =>
  migration.job || backgroundServices.separate
