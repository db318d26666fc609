import { job } from '../../model/objects.ts'
import { standardLabels } from '../../model/pods.ts'
import { prefectContainer, prefectPod, scratchVolume } from './container.ts'
import { waitForPostgresql } from './postgresql.ts'
import { hasMigration, migrationEnv } from './server-env.ts'
import { NAME, type ServerValues } from './server-values.ts'

/**
 * With the database and before the server. Not PreSync: at the first sync there would be no database yet. Argo CD
 * runs it at every sync, Flux when it changes; a migration that was made already does nothing.
 */
const ANNOTATIONS = {
  'argocd.argoproj.io/hook': 'Sync',
  'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  'argocd.argoproj.io/sync-wave': '-1',
  'kustomize.toolkit.fluxcd.io/force': 'enabled',
}

/** The Job that brings the database to the version of the image, where the server does not do it itself. */
export function migration(values: ServerValues, instance: string) {
  if (!hasMigration(values)) return []
  const { timeoutSeconds, backoffLimit, resources } = values.migration
  const labels = standardLabels(NAME, instance, 'migration', 'prefect')
  const container = prefectContainer(
    'migration',
    { ...values, resources },
    ['prefect', 'server', 'database', 'upgrade', '-y'],
    migrationEnv(values, instance),
  )
  return [
    job(
      { name: `${instance}-db-migrations`, labels, annotations: ANNOTATIONS },
      {
        spec: {
          activeDeadlineSeconds: timeoutSeconds,
          backoffLimit,
          template: {
            metadata: { labels },
            spec: {
              // The ServiceAccount of the server comes in a later wave.
              ...prefectPod(values, 'default'),
              restartPolicy: 'Never',
              ...waitForPostgresql(values.database, values.security, instance),
              containers: [container],
              volumes: [scratchVolume],
            },
          },
        },
      },
    ),
  ]
}
