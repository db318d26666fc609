import type { Site } from '../../fleet/types.ts'
import { flowJob, flowVariables, taken, templateText } from '../job-template.ts'
import type { GeodataValues } from './values.ts'

/** Base job template of geodata's work pool: flow runs mount the shared data. */
export function baseJobTemplate({ jobs, storage }: GeodataValues, site: Site): string {
  const data = { name: 'sciclone', claim: storage.claim, mountPath: storage.mountPath }
  return templateText(flowVariables(jobs, site.namespace, site), {
    ...taken('name', 'env', 'labels', 'command', 'namespace'),
    job_manifest: flowJob(jobs, site, data),
    ...taken('stream_output', 'job_watch_timeout_seconds', 'pod_watch_timeout_seconds'),
  })
}
