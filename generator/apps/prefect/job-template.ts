import type { Site } from '../../fleet/types.ts'
import { compute } from '../compute.ts'
import { imageRef } from '../image.ts'
import { adoptedTemplate } from './own-template.ts'
import type { WorkerValues } from './worker-values.ts'

/** Key of the ConfigMap, and name of the file in the pod. */
export const TEMPLATE_FILE = 'baseJobTemplate.json'

// Where the platform rule ca-bundle mounts the authorities in the pods that it can see.
const CA = '/etc/strata/ca'

/** Namespace of the Jobs. */
export const jobNamespace = ({ jobs }: WorkerValues, { namespace }: Site): string =>
  jobs.namespace ?? namespace

/**
 * Base job template of the work pool: the Job that Prefect makes of a flow run. It is text, which no platform rule
 * and no Kustomize transformer reaches, so what the cluster asks of pods is said here.
 */
export function baseJobTemplate(values: WorkerValues, site: Site): string {
  const { template } = values.jobs
  if (template !== undefined)
    return adoptedTemplate(site.file(template), jobNamespace(values, site), site)
  const keys = ['name', 'env', 'labels', 'command', 'namespace', 'stream_output'] as const
  const taken = Object.fromEntries(keys.map((key) => [key, `{{ ${key} }}`]))
  const content = {
    variables: { type: 'object', properties: variables(values, site) },
    job_configuration: {
      ...taken,
      job_manifest: jobManifest(values, site),
      job_watch_timeout_seconds: '{{ job_watch_timeout_seconds }}',
      pod_watch_timeout_seconds: '{{ pod_watch_timeout_seconds }}',
    },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

const text = (title: string, value: string) => ({ title, type: 'string', default: value })
const count = (title: string, value: number) => ({ title, type: 'integer', default: value })
const nothing = (title: string, type: string) => ({
  title,
  anyOf: [{ type }, { type: 'null' }],
  default: null,
})
const texts = (title: string, value: Readonly<Record<string, string>>) => ({
  title,
  type: 'object',
  additionalProperties: { type: 'string' },
  default: value,
})

/** What a deployment in Prefect may override for its own flow runs. */
function variables(values: WorkerValues, site: Site) {
  const { jobs } = values
  const { requests, limits } = compute(jobs.resources)
  return {
    name: nothing('Name of the Job', 'string'),
    env: texts('Environment variables', { ...clusterEnv(site), ...jobs.env }),
    labels: texts('Labels', {}),
    command: nothing('Command', 'string'),
    namespace: text('Namespace', jobNamespace(values, site)),
    image: text('Image', site.mirrored(imageRef(jobs.image))),
    image_pull_policy: {
      ...text('When the image is pulled', jobs.image.pullPolicy),
      enum: ['IfNotPresent', 'Always', 'Never'],
    },
    service_account_name: jobs.serviceAccount
      ? text('ServiceAccount', jobs.serviceAccount)
      : nothing('ServiceAccount', 'string'),
    cpu_request: text('CPU reserved', requests.cpu),
    cpu_limit: text('CPU at most', limits.cpu),
    memory_request: text('Memory reserved', requests.memory),
    memory_limit: text('Memory at most', limits.memory),
    backoff_limit: count('Restarts of a failed pod', jobs.backoffLimit),
    finished_job_ttl: count('Seconds that a finished Job stays', jobs.keepFinishedSeconds),
    stream_output: { title: 'Stream the output', type: 'boolean', default: true },
    job_watch_timeout_seconds: nothing('Seconds to wait for an event of the Job', 'integer'),
    pod_watch_timeout_seconds: count('Seconds to wait for the pod', 60),
  }
}

const jobManifest = (values: WorkerValues, site: Site) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { labels: '{{ labels }}', namespace: '{{ namespace }}', generateName: '{{ name }}-' },
  spec: {
    backoffLimit: '{{ backoff_limit }}',
    ttlSecondsAfterFinished: '{{ finished_job_ttl }}', // Prefect makes these Jobs, no engine tracks them
    completions: 1,
    parallelism: 1,
    template: { spec: podSpec(values, site) },
  },
})

function podSpec({ jobs }: WorkerValues, { cluster: { podIds, registry, caBundle } }: Site) {
  const pullSecrets = registry.pullSecrets.map((name) => ({ name }))
  return {
    restartPolicy: 'Never',
    serviceAccountName: '{{ service_account_name }}',
    automountServiceAccountToken: jobs.serviceAccount !== undefined,
    // Only the ids that the cluster asks for: the image of a flow may have any user.
    securityContext: {
      ...(podIds ? { ...podIds, runAsNonRoot: true } : {}),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets } : {}),
    containers: [flowContainer(caBundle !== undefined)],
    ...(caBundle
      ? { volumes: [{ name: 'ca-bundle', configMap: { name: caBundle.configMap } }] }
      : {}),
  }
}

const flowContainer = (authorities: boolean) => ({
  name: 'prefect-job',
  image: '{{ image }}',
  imagePullPolicy: '{{ image_pull_policy }}',
  args: '{{ command }}',
  env: '{{ env }}',
  resources: {
    requests: { cpu: '{{ cpu_request }}', memory: '{{ memory_request }}' },
    limits: { cpu: '{{ cpu_limit }}', memory: '{{ memory_limit }}' },
  },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  ...(authorities ? { volumeMounts: [{ name: 'ca-bundle', mountPath: CA, readOnly: true }] } : {}),
})

function clusterEnv({ cluster: { proxy = {}, caBundle } }: Site): Record<string, string> {
  const authorities = caBundle && `${CA}/${caBundle.key}`
  const all = {
    HTTP_PROXY: proxy.http,
    HTTPS_PROXY: proxy.https,
    NO_PROXY: proxy.no,
    SSL_CERT_FILE: authorities,
    REQUESTS_CA_BUNDLE: authorities,
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
