import type { Site } from '../../fleet/types.ts'
import { flowJob, flowVariables, taken, templateText } from '../job-template.ts'
import { adoptedTemplate } from './own-template.ts'
import type { WorkerValues } from './worker-values.ts'

/** Namespace of the Jobs. */
export const jobNamespace = ({ jobs }: WorkerValues, { namespace }: Site): string =>
  jobs.namespace ?? namespace

/** Base job template of the work pool: the user's own, or ours. */
export function baseJobTemplate(values: WorkerValues, site: Site): string {
  const { jobs } = values
  const namespace = jobNamespace(values, site)
  if (jobs.template !== undefined) return adoptedTemplate(site.file(jobs.template), namespace, site)
  return templateText(flowVariables(jobs, namespace, site), {
    ...taken('name', 'env', 'labels', 'command', 'namespace', 'stream_output'),
    job_manifest: flowJob(jobs, site),
    ...taken('job_watch_timeout_seconds', 'pod_watch_timeout_seconds'),
  })
}
