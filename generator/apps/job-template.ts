import type { Cluster, Site } from '../fleet/types.ts'
import { integer } from '../fleet/values.ts'
import { caBundle } from '../model/pods.ts'
import { type Compute, compute } from './compute.ts'
import { type Image, imageRef } from './image.ts'

/** Key of the ConfigMap, and name of the file in the pod. */
export const TEMPLATE_FILE = 'baseJobTemplate.json'

/** The Jobs of flow runs as an application's values have them. */
export type FlowJobs = {
  readonly image: Image
  readonly resources: Compute
  readonly ephemeralStorage?: {
    readonly request: string | number
    readonly limit: string | number
  }
  readonly env: Readonly<Record<string, string>>
  readonly serviceAccount?: string
  readonly backoffLimit: number
  readonly keepFinishedSeconds: number
}

/** A claim that flow runs mount. */
export type FlowData = { readonly name: string; readonly claim: string; readonly mountPath: string }

/** Values that say what becomes of a flow run that has ended. */
export const endedJobValues = {
  backoffLimit: integer({
    description: 'Times that Kubernetes starts a failed flow run again, 0 or more.',
    default: 0,
    minimum: 0,
  }),
  keepFinishedSeconds: integer({
    description: 'Seconds that a finished Job of a flow run stays for its logs, 0 or more.',
    default: 86_400,
    minimum: 0,
  }),
}

/**
 * Base job template of a work pool: the Job that Prefect makes of a flow run. It is text, which no platform rule and
 * no Kustomize transformer reaches, so everything that the cluster asks of pods is said in here.
 */
export const templateText = (variables: object, jobConfiguration: object): string =>
  `${JSON.stringify(
    {
      variables: { type: 'object', properties: variables },
      job_configuration: jobConfiguration,
    },
    null,
    2,
  )}\n`

/** Fields of the job configuration that are variables of the same name. */
export const taken = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `{{ ${name} }}`]))

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

/**
 * Folder of a flow run, home and working directory: the image's own may belong to root, and an id without an entry
 * in /etc/passwd (podIds, openshift) has no home. No image has anything there that the mount would hide.
 */
const HOME = '/home/flow-run'
const HOME_ENV = { HOME, PREFECT_HOME: `${HOME}/.prefect` }

/** What a deployment in Prefect may override for its own flow runs. */
export function flowVariables(jobs: FlowJobs, namespace: string, { cluster, mirrored }: Site) {
  const { requests, limits } = compute(jobs.resources)
  const disk = jobs.ephemeralStorage
  return {
    name: nothing('Name of the Job', 'string'),
    env: texts('Environment variables', { ...HOME_ENV, ...clusterEnv(cluster), ...jobs.env }),
    labels: texts('Labels', {}),
    command: nothing('Command', 'string'),
    working_dir: text('Working directory', HOME),
    namespace: text('Namespace', namespace),
    image: text('Image', mirrored(imageRef(jobs.image))),
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
    ...(disk && {
      ephemeral_storage_request: text('Local disk reserved', `${disk.request}`),
      ephemeral_storage_limit: text('Local disk at most', `${disk.limit}`),
    }),
    backoff_limit: count('Restarts of a failed pod', jobs.backoffLimit),
    finished_job_ttl: count('Seconds that a finished Job stays', jobs.keepFinishedSeconds),
    stream_output: { title: 'Stream the output', type: 'boolean', default: true },
    job_watch_timeout_seconds: nothing('Seconds to wait for an event of the Job', 'integer'),
    pod_watch_timeout_seconds: count('Seconds to wait for the pod', 60),
  }
}

function clusterEnv({ proxy = {}, caBundle: bundle }: Cluster): Readonly<Record<string, string>> {
  const { http, https, no } = proxy
  return {
    ...(http === undefined ? {} : { HTTP_PROXY: http }),
    ...(https === undefined ? {} : { HTTPS_PROXY: https }),
    ...(no === undefined ? {} : { NO_PROXY: no }),
    ...(bundle && caBundle(bundle).env),
  }
}

/** The Job, with the variables in it as placeholders. */
export const flowJob = (jobs: FlowJobs, { cluster }: Site, data?: FlowData) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { labels: '{{ labels }}', namespace: '{{ namespace }}', generateName: '{{ name }}-' },
  spec: {
    backoffLimit: '{{ backoff_limit }}',
    ttlSecondsAfterFinished: '{{ finished_job_ttl }}', // Prefect makes these Jobs, no engine tracks them
    completions: 1,
    parallelism: 1,
    template: { spec: flowPod(jobs, cluster, data) },
  },
})

function flowPod(jobs: FlowJobs, { podIds, registry, caBundle: bundle }: Cluster, data?: FlowData) {
  const authorities = bundle && caBundle(bundle)
  const volumes = [
    ...(data ? [{ name: data.name, persistentVolumeClaim: { claimName: data.claim } }] : []),
    ...(authorities ? [authorities.volume] : []),
    { name: 'home', emptyDir: {} },
  ]
  const mounts = [
    ...(data ? [{ name: data.name, mountPath: data.mountPath }] : []),
    ...(authorities ? [authorities.mount] : []),
    { name: 'home', mountPath: HOME },
  ]
  return {
    restartPolicy: 'Never',
    serviceAccountName: '{{ service_account_name }}',
    automountServiceAccountToken: jobs.serviceAccount !== undefined,
    // Only the ids that the cluster asks for, which own the files on shared storage: the image may have any user.
    securityContext: {
      ...(podIds && { ...podIds, runAsNonRoot: true }),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(registry.pullSecrets.length > 0 && {
      imagePullSecrets: registry.pullSecrets.map((name) => ({ name })),
    }),
    containers: [{ ...flowContainer(jobs), volumeMounts: mounts }],
    volumes,
  }
}

const flowContainer = ({ ephemeralStorage: disk }: FlowJobs) => ({
  name: 'prefect-job',
  image: '{{ image }}',
  imagePullPolicy: '{{ image_pull_policy }}',
  args: '{{ command }}',
  workingDir: '{{ working_dir }}',
  env: '{{ env }}',
  resources: {
    requests: {
      cpu: '{{ cpu_request }}',
      memory: '{{ memory_request }}',
      ...(disk && { 'ephemeral-storage': '{{ ephemeral_storage_request }}' }),
    },
    limits: {
      cpu: '{{ cpu_limit }}',
      memory: '{{ memory_limit }}',
      ...(disk && { 'ephemeral-storage': '{{ ephemeral_storage_limit }}' }),
    },
  },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
})
