import type { Desired, Site } from '../../fleet/types.ts'
import { clusterIdAccess, clusterIdNotes } from '../cluster-id.ts'
import { defineApp } from '../define.ts'
import { TEMPLATE_FILE } from '../job-template.ts'
import { contractOf } from '../references.ts'
import { baseJobTemplate } from './flow-runs.ts'
import { labels, namesOf } from './names.ts'
import { geodataProblems } from './problems.ts'
import { launcherAccess } from './rbac.ts'
import { runnerDeployment } from './runner.ts'
import { runnerSettings } from './settings.ts'
import { dataClaim } from './storage.ts'
import { type GeodataValues, geodataValues } from './values.ts'

/** GeoQuery's ingest infrastructure: a Prefect worker or agent that starts flow runs as Jobs on shared data. */
export const geodata = defineApp<GeodataValues>({
  name: 'geodata',
  summary: 'Prefect worker or agent of GeoQuery, its rights, shared storage and job template',
  values: geodataValues,
  problems: geodataProblems,
  resources,
})

function resources(values: GeodataValues, site: Site): Desired {
  const names = namesOf(values, site)
  const own = labels(site.instance, values.runner)
  const { storage, runner, prefect } = values
  const isWorker = runner === 'worker'
  return {
    resources: [
      ...launcherAccess(values, site, names),
      // Only where nothing else tells the cluster's id, and never in base: it stands in another namespace.
      ...(values.kubeSystemRole ? clusterIdAccess(site, own, names.launcher) : []),
      ...(storage.create ? [dataClaim(storage, own)] : []),
      runnerDeployment(values, site, names),
    ],
    configs: [
      { name: names.settings, data: runnerSettings(values, site), labels: own },
      ...(isWorker
        ? [
            {
              name: names.jobTemplate,
              data: { [TEMPLATE_FILE]: baseJobTemplate(values, site) },
              labels: own,
            },
          ]
        : []),
    ],
    sharedVolumes: storage.create
      ? [{ claim: storage.claim, capacity: `${storage.capacity}` }]
      : [],
    secrets: [
      ...contractOf(prefect.apiKey, 'API key of Prefect Cloud for the runner and its flow runs'),
      ...contractOf(prefect.basicAuth, 'user:password that the Prefect server asks for'),
    ],
    notes: clusterIdNotes(values.kubeSystemRole, site),
  }
}
