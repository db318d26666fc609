import type { Desired, Note, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { computeProblems } from '../compute.ts'
import { defineApp } from '../define.ts'
import { contractOf } from '../references.ts'
import { backgroundServices } from './background-services.ts'
import { brokerProblems, brokerSecrets } from './broker.ts'
import { runtimeProblems } from './container.ts'
import { databaseProblems, databaseSecret } from './database.ts'
import { migration } from './migration.ts'
import { postgresql } from './postgresql.ts'
import { securityNotes } from './security.ts'
import { serverEnv, servicesEnv, UI_BUILD } from './server-env.ts'
import { NAME, prefectServerValues, type ServerValues } from './server-values.ts'
import { isAtLeast, versionOf, versionProblems } from './version.ts'
import { apiUrl, mostPods, PORT, webNotes, webProblems } from './web.ts'
import { webExposures, webServer } from './web-server.ts'

const SERVICE_PORT = 'server-svc-port'

/** Server of Prefect 3: API and UI; background services in the same pod or apart; PostgreSQL unless there is one already. */
export const prefectServer = defineApp<ServerValues>({
  name: NAME,
  summary:
    'Prefect 3 server: API, UI, background services, migrations, with PostgreSQL of its own or external',
  values: prefectServerValues,
  problems,
  resources,
  url: apiUrl,
  offers: ({ basicAuth }) => ({ basicAuth: basicAuth !== undefined }),
})

function resources(values: ServerValues, site: Site): Desired {
  const { instance } = site
  const { database, basicAuth, broker } = values
  const services = values.backgroundServices.separate ? ['--no-services'] : []
  return {
    resources: [
      ...postgresql(database, instance),
      ...migration(values, instance),
      ...webServer(values, site, {
        name: NAME,
        component: 'server',
        servicePort: SERVICE_PORT,
        args: ['prefect', 'server', 'start', ...services, '--port', `${PORT}`],
        env: serverEnv(values, site),
        ready: '/api/ready',
        uiBuild: UI_BUILD,
      }),
      ...backgroundServices(values, instance),
    ],
    exposures: webExposures(values, instance, SERVICE_PORT),
    secrets: [
      databaseSecret(database, instance),
      ...contractOf(basicAuth, 'user:password that clients and the UI present'),
      ...brokerSecrets(broker),
    ],
    notes: [...securityNotes(values.security), ...webNotes(values, site), ...scaleNotes(values)],
  }
}

function problems(values: ServerValues, site: Site): readonly ValueProblem[] {
  return [
    ...versionProblems(values.image, 3, NAME),
    ...separateProblems(values),
    ...brokerProblems(values),
    ...webProblems(values, site),
    ...databaseProblems(values.database),
    ...computeProblems(values.backgroundServices.resources, '/backgroundServices/resources'),
    ...computeProblems(values.migration.resources, '/migration/resources'),
    ...runtimeProblems(values, site, [
      ...serverEnv(values, site),
      ...servicesEnv(values, site.instance),
    ]),
  ]
}

function separateProblems({ image, backgroundServices: services }: ServerValues) {
  const version = versionOf(image)
  return services.separate && version && !isAtLeast(version, [3, 4, 16])
    ? [
        {
          pointer: '/backgroundServices/separate',
          message: `Prefect ${version.join('.')} cannot run its background services apart`,
          hint: 'name an image of Prefect 3.4.16 or newer, or set separate: false',
        },
      ]
    : []
}

/** Several servers work, but one set of background services is enough for them. */
const scaleNotes = (values: ServerValues): readonly Note[] =>
  mostPods(values) > 1 && !values.backgroundServices.separate
    ? [
        {
          pointer: values.autoscaling ? '/autoscaling/max' : '/replicas',
          message: 'each pod runs all background services too',
          hint: 'set backgroundServices.separate: true',
        },
      ]
    : []
