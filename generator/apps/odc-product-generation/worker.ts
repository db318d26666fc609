import { job } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod } from '../../model/pods.ts'
import { compute } from '../compute.ts'
import { type Env, plainEnv, secretEnv } from '../env.ts'
import { imageRef } from '../image.ts'
import { labels, podLabels, runNames } from './labels.ts'
import { type JobValues, jobOf, type OdcRun, type OdcValues, secretNames } from './values.ts'

const WORK = '/work'
// The image runs as root; any other id works, since it only writes to mounted folders.
const USER = 1000

/** A work-queue Job: no `completions`, workers finish when the queue is empty. */
export function workerJob(values: OdcValues, run: OdcRun, instance: string) {
  const settings = jobOf(values, run)
  const names = runNames(instance, run.id)
  const redisHost = { name: 'REDIS_SERVICE_HOST', value: values.redis.name }
  const spec = {
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: restrictedPod({ user: USER }),
    initContainers: [
      initWorker(settings, [redisHost, { name: 'RUN_ID', value: run.id }]),
      ...(settings.requeue ? [requeue(settings, [redisHost])] : []),
    ],
    containers: [worker(settings, [redisHost], instance)],
    volumes: [
      { name: 'work-items', configMap: { name: names.items } },
      { name: 'datacube-conf', secret: { secretName: secretNames(settings, instance).datacube } },
      { name: 'work', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
  }
  return job(
    {
      name: names.worker,
      labels: labels(instance, 'worker'),
      // After the inserter; where nothing waits for waves (Flux, kubectl), the init container does.
      annotations: { 'argocd.argoproj.io/sync-wave': '1' },
    },
    {
      spec: {
        parallelism: settings.parallelism,
        backoffLimit: settings.backoffLimit,
        activeDeadlineSeconds: settings.activeDeadlineSeconds,
        template: { metadata: { labels: podLabels(instance, 'worker') }, spec },
      },
    },
  )
}

const initWorker = (settings: JobValues, env: readonly Env[]) => ({
  name: 'init-worker',
  ...script(settings, 'init-worker.sh', env),
})

/** A sidecar: it starts before the worker, goes on beside it, and ends with it. */
const requeue = (settings: JobValues, env: readonly Env[]) => ({
  name: 'requeue',
  restartPolicy: 'Always',
  ...script(settings, 'requeue.sh', env),
})

const script = ({ tools }: JobValues, file: string, env: readonly Env[]) => ({
  image: imageRef(tools),
  imagePullPolicy: tools.pullPolicy,
  command: ['sh', `/var/opt/${file}`],
  env,
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
  securityContext: restrictedContainer(),
  volumeMounts: [{ name: 'work-items', mountPath: '/var/opt', readOnly: true }],
})

function worker(settings: JobValues, env: readonly Env[], instance: string) {
  const { aws } = secretNames(settings, instance)
  return {
    name: 'odc-product-generation',
    image: imageRef(settings.image),
    imagePullPolicy: settings.image.pullPolicy,
    // Results are written to the working directory first, and /scripts of the image is read-only.
    args: ['python', settings.script],
    workingDir: WORK,
    env: [
      ...env,
      ...ownEnv(settings),
      secretEnv('AWS_ACCESS_KEY_ID', aws, 'aws_access_key_id'),
      secretEnv('AWS_SECRET_ACCESS_KEY', aws, 'aws_secret_access_key'),
      ...plainEnv(settings.env),
    ],
    resources: compute(settings.resources),
    securityContext: restrictedContainer(),
    volumeMounts: [
      {
        name: 'datacube-conf',
        mountPath: '/etc/datacube.conf',
        subPath: 'datacube.conf',
        readOnly: true,
      },
      { name: 'work', mountPath: WORK },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  }
}

/** Variables that have values of their own; `env` may not repeat them. */
function ownEnv(settings: JobValues): readonly Env[] {
  const { s3EndpointUrl } = settings
  return [
    { name: 'DASK_SCHEDULER_HOST', value: settings.daskSchedulerHost },
    { name: 'JOB_LEASE_PERIOD', value: `${settings.leaseSeconds}` },
    { name: 'HOME', value: WORK },
    ...(s3EndpointUrl === undefined ? [] : [{ name: 'AWS_S3_ENDPOINT_URL', value: s3EndpointUrl }]),
  ]
}
