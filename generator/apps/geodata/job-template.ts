import type { Site } from '../../fleet/types.ts'
import { compute } from '../compute.ts'
import { imageRef } from '../image.ts'
import type { GeodataValues } from './values.ts'

/** Key of the ConfigMap, and name of the file in the pod. */
export const TEMPLATE_FILE = 'baseJobTemplate.json'

// Where the platform rule ca-bundle mounts the authorities in every other pod of the cluster.
const CA = '/etc/strata/ca'

/**
 * Base job template of the work pool: the Job that Prefect makes for a flow run. It is text, which no platform rule
 * and no Kustomize transformer reaches, so everything that the cluster asks of pods is said here.
 */
export function baseJobTemplate(values: GeodataValues, site: Site): string {
  const template = {
    variables: { type: 'object', properties: variables(values, site) },
    job_configuration: {
      name: '{{ name }}',
      env: '{{ env }}',
      labels: '{{ labels }}',
      command: '{{ command }}',
      namespace: '{{ namespace }}',
      job_manifest: jobManifest(values, site),
      stream_output: '{{ stream_output }}',
      job_watch_timeout_seconds: '{{ job_watch_timeout_seconds }}',
      pod_watch_timeout_seconds: '{{ pod_watch_timeout_seconds }}',
    },
  }
  return `${JSON.stringify(template, null, 2)}\n`
}

const text = (title: string, value: string) => ({ title, type: 'string', default: value })
const count = (title: string, value: number) => ({ title, type: 'integer', default: value })
const unset = (title: string, type: string) => ({
  title,
  anyOf: [{ type }, { type: 'null' }],
  default: null,
})
const map = (title: string, value: object) => ({
  title,
  type: 'object',
  additionalProperties: { type: 'string' },
  default: value,
})

/** What a deployment may override for its own flow runs. */
function variables({ jobs }: GeodataValues, site: Site) {
  const { requests, limits } = compute(jobs.resources)
  return {
    name: unset('Name of the Job', 'string'),
    env: map('Environment variables', { ...jobEnv(site), ...jobs.env }),
    labels: map('Labels', {}),
    command: unset('Command', 'string'),
    namespace: text('Namespace', site.namespace),
    image: text('Image', site.mirrored(imageRef(jobs.image))),
    image_pull_policy: {
      ...text('When the image is pulled', jobs.image.pullPolicy),
      enum: ['IfNotPresent', 'Always', 'Never'],
    },
    service_account_name: jobs.serviceAccount
      ? text('ServiceAccount', jobs.serviceAccount)
      : unset('ServiceAccount', 'string'),
    cpu_request: text('CPU reserved', requests.cpu),
    cpu_limit: text('CPU at most', limits.cpu),
    memory_request: text('Memory reserved', requests.memory),
    memory_limit: text('Memory at most', limits.memory),
    ephemeral_storage_request: text('Local disk reserved', `${jobs.ephemeralStorage.request}`),
    ephemeral_storage_limit: text('Local disk at most', `${jobs.ephemeralStorage.limit}`),
    backoff_limit: count('Restarts of a failed pod', jobs.backoffLimit),
    finished_job_ttl: count('Seconds that a finished Job stays', jobs.keepFinishedSeconds),
    stream_output: { title: 'Stream the output', type: 'boolean', default: true },
    job_watch_timeout_seconds: unset('Seconds to wait for an event of the Job', 'integer'),
    pod_watch_timeout_seconds: count('Seconds to wait for the pod', 60),
  }
}

function jobManifest(values: GeodataValues, site: Site) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      labels: '{{ labels }}',
      namespace: '{{ namespace }}',
      generateName: '{{ name }}-',
    },
    spec: {
      backoffLimit: '{{ backoff_limit }}',
      ttlSecondsAfterFinished: '{{ finished_job_ttl }}', // no engine tracks these Jobs
      completions: 1,
      parallelism: 1,
      template: { spec: podSpec(values, site) },
    },
  }
}

function podSpec({ jobs, storage }: GeodataValues, { cluster }: Site) {
  const { podIds, registry, caBundle } = cluster
  const ids = podIds === undefined ? {} : { ...podIds, runAsNonRoot: true }
  const pullSecrets = registry.pullSecrets.map((name) => ({ name }))
  return {
    restartPolicy: 'Never',
    serviceAccountName: '{{ service_account_name }}',
    automountServiceAccountToken: jobs.serviceAccount !== undefined,
    // Ids own the files on the shared volume. Without them the image's user runs, whom upstream names by name, not by number.
    securityContext: { ...ids, seccompProfile: { type: 'RuntimeDefault' } },
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets } : {}),
    containers: [flowContainer(storage.mountPath, caBundle !== undefined)],
    volumes: [
      { name: 'sciclone', persistentVolumeClaim: { claimName: storage.claim } },
      ...(caBundle ? [{ name: 'ca-bundle', configMap: { name: caBundle.configMap } }] : []),
    ],
  }
}

const flowContainer = (mountPath: string, authorities: boolean) => ({
  name: 'prefect-job',
  image: '{{ image }}',
  imagePullPolicy: '{{ image_pull_policy }}',
  args: '{{ command }}',
  env: '{{ env }}',
  resources: {
    requests: {
      cpu: '{{ cpu_request }}',
      memory: '{{ memory_request }}',
      'ephemeral-storage': '{{ ephemeral_storage_request }}',
    },
    limits: {
      cpu: '{{ cpu_limit }}',
      memory: '{{ memory_limit }}',
      'ephemeral-storage': '{{ ephemeral_storage_limit }}',
    },
  },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  volumeMounts: [
    { name: 'sciclone', mountPath },
    ...(authorities ? [{ name: 'ca-bundle', mountPath: CA, readOnly: true }] : []),
  ],
})

function jobEnv({ cluster: { proxy = {}, caBundle } }: Site) {
  const authorities = caBundle && `${CA}/${caBundle.key}`
  const all = {
    // An id without an entry in /etc/passwd (podIds, openshift) has no home that Prefect could write to.
    PREFECT_HOME: '/tmp/prefect',
    HTTP_PROXY: proxy.http,
    HTTPS_PROXY: proxy.https,
    NO_PROXY: proxy.no,
    SSL_CERT_FILE: authorities,
    REQUESTS_CA_BUNDLE: authorities,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
