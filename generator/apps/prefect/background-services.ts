import { deployment } from '../../model/objects.ts'
import { selectorLabels, standardLabels } from '../../model/pods.ts'
import { prefectContainer, prefectPod, scratchVolume } from './container.ts'
import { servicesEnv } from './server-env.ts'
import { NAME, type ServerValues } from './server-values.ts'

/** The services without an API, in a Deployment of their own: one pod, so that nothing is scheduled twice. */
export function backgroundServices(values: ServerValues, instance: string) {
  const { separate, resources } = values.backgroundServices
  if (!separate) return []
  const labels = standardLabels(NAME, instance, 'background-services', 'prefect')
  const container = prefectContainer(
    'prefect-background-services',
    { ...values, resources },
    ['prefect', 'server', 'services', 'start'],
    servicesEnv(values, instance),
  )
  return [
    deployment(
      { name: `${instance}-background-services`, labels },
      {
        spec: {
          replicas: 1,
          strategy: { type: 'Recreate' },
          selector: { matchLabels: selectorLabels(NAME, instance, 'background-services') },
          template: {
            metadata: { labels },
            spec: {
              ...prefectPod(values, instance),
              containers: [{ ...container, readinessProbe: reachesDatabase }],
              volumes: [scratchVolume],
            },
          },
        },
      },
    ),
  ]
}

const CONNECT = [
  'import asyncio, os',
  'from sqlalchemy.ext.asyncio import create_async_engine',
  'async def connect():',
  '    url = os.environ["PREFECT_SERVER_DATABASE_CONNECTION_URL"]',
  '    async with create_async_engine(url).connect():',
  '        pass',
  'asyncio.run(connect())',
].join('\n')

/**
 * The services listen to nobody, so ready means that they reach their database: a rollout with a wrong password
 * stops. Not a liveness probe: a restart does not bring a database back.
 */
const reachesDatabase = {
  exec: { command: ['python', '-c', CONNECT] },
  periodSeconds: 60,
  timeoutSeconds: 20,
  failureThreshold: 3,
}
