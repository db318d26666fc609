import type { Desired, Note, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { deployment, serviceAccount } from '../../model/objects.ts'
import { selectorLabels, standardLabels } from '../../model/pods.ts'
import { computeProblems } from '../compute.ts'
import { defineApp } from '../define.ts'
import { backgroundServices } from './background-services.ts'
import {
  envProblems,
  prefectContainer,
  prefectPod,
  scratchMounts,
  scratchVolume,
} from './container.ts'
import { databaseProblems, databaseSecret } from './database.ts'
import { migration } from './migration.ts'
import { postgresql } from './postgresql.ts'
import { securityNotes, securityProblems } from './security.ts'
import { serverEnv, servicesEnv, UI_BUILD } from './server-env.ts'
import { NAME, prefectServerValues, type ServerValues } from './server-values.ts'
import { isAtLeast, versionOf, versionProblems } from './version.ts'
import {
  apiUrl,
  mostPods,
  PORT,
  webAutoscaler,
  webExposures,
  webNotes,
  webProbes,
  webProblems,
  webReplicas,
  webService,
} from './web.ts'

const SERVICE_PORT = 'server-svc-port'

/** Server of Prefect 3: API and UI; background services in the same pod or apart; PostgreSQL unless there is one already. */
export const prefectServer = defineApp<ServerValues>({
  name: NAME,
  summary:
    'Prefect 3 server: API, UI, background services, migrations, with PostgreSQL of its own or external.',
  values: prefectServerValues,
  problems,
  resources,
  url: apiUrl,
})

function resources(values: ServerValues, site: Site): Desired {
  const { instance } = site
  const labels = standardLabels(NAME, instance, 'server', 'prefect')
  const selector = selectorLabels(NAME, instance, 'server')
  const { database, basicAuth } = values
  return {
    resources: [
      ...postgresql(database, instance),
      ...migration(values, instance),
      serviceAccount({ name: instance, labels }, { automountServiceAccountToken: false }),
      serverDeployment(values, site, labels, selector),
      ...backgroundServices(values, instance),
      webService(instance, SERVICE_PORT, labels, selector),
      ...webAutoscaler(values, instance, labels),
    ],
    exposures: webExposures(values, instance, SERVICE_PORT),
    secrets: [
      databaseSecret(database, instance),
      ...(basicAuth
        ? [
            {
              name: basicAuth.secret,
              keys: [
                { key: basicAuth.key, purpose: 'user:password that clients and the UI present' },
              ],
            },
          ]
        : []),
    ],
    notes: [...securityNotes(values.security), ...webNotes(values, site), ...scaleNotes(values)],
  }
}

type Labels = Readonly<Record<string, string>>

function serverDeployment(values: ServerValues, site: Site, labels: Labels, selector: Labels) {
  const services = values.backgroundServices.separate ? ['--no-services'] : []
  const args = ['prefect', 'server', 'start', ...services, '--port', `${PORT}`]
  const uiMount = { name: 'scratch', mountPath: UI_BUILD, subPathExpr: 'ui-build' }
  return deployment(
    { name: site.instance, labels },
    {
      spec: {
        ...webReplicas(values),
        selector: { matchLabels: selector },
        template: {
          metadata: { labels },
          spec: {
            ...prefectPod(values, site.instance),
            containers: [
              {
                ...prefectContainer(NAME, values, args, serverEnv(values, site)),
                ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
                ...webProbes('/api/ready'),
                volumeMounts: [...scratchMounts, uiMount],
              },
            ],
            volumes: [scratchVolume],
          },
        },
      },
    },
  )
}

function problems(values: ServerValues, site: Site): readonly ValueProblem[] {
  return [
    ...versionProblems(values.image, 3, NAME),
    ...separateProblems(values),
    ...webProblems(values, site),
    ...databaseProblems(values.database),
    ...computeProblems(values.resources, '/resources'),
    ...computeProblems(values.backgroundServices.resources, '/backgroundServices/resources'),
    ...computeProblems(values.migration.resources, '/migration/resources'),
    ...securityProblems(values.security, site),
    ...envProblems(values.env, [...serverEnv(values, site), ...servicesEnv(values, site.instance)]),
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

/** Several servers work, but each of the two things below has to be arranged. */
function scaleNotes(values: ServerValues): readonly Note[] {
  if (mostPods(values) <= 1) return []
  const pointer = values.autoscaling ? '/autoscaling/max' : '/replicas'
  const broker = 'PREFECT_MESSAGING_BROKER'
  return [
    ...(values.backgroundServices.separate
      ? []
      : [
          {
            pointer,
            message: 'each pod runs all background services too',
            hint: 'set backgroundServices.separate: true',
          },
        ]),
    ...(broker in values.env
      ? []
      : [
          {
            pointer,
            message: 'pods tell each other about events through memory that they do not share',
            hint: `run a Redis and say so in env (${broker}: prefect_redis.messaging and what belongs to it)`,
          },
        ]),
  ]
}
