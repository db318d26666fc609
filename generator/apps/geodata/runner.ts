import type { Site } from '../../fleet/types.ts'
import { deployment } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod } from '../../model/pods.ts'
import { compute } from '../compute.ts'
import { plainEnv, secretEnv } from '../env.ts'
import { imageRef } from '../image.ts'
import { TEMPLATE_FILE } from '../job-template.ts'
import { workerHealth } from '../prefect-runner.ts'
import { labels, type Names, selector } from './names.ts'
import type { GeodataValues } from './values.ts'

const HOME = '/home/prefect'
const TEMPLATE = `/etc/geodata/${TEMPLATE_FILE}`

/** Deployment of the worker or the agent. It does not mount the data: the Jobs that it makes do. */
export function runnerDeployment(values: GeodataValues, site: Site, names: Names) {
  const { runner, replicas } = values
  const own = labels(site.instance, runner)
  return deployment(
    { name: names.deployment, labels: own },
    {
      spec: {
        replicas,
        selector: { matchLabels: selector(site.instance, runner) },
        template: {
          metadata: { labels: own },
          spec: {
            serviceAccountName: names.launcher,
            automountServiceAccountToken: true, // it makes and watches Jobs
            securityContext: restrictedPod({ user: 1001, fsGroup: 1001 }),
            ...(runner === 'worker' ? { initContainers: [syncTemplate(values, names)] } : {}),
            containers: [container(values, names)],
            volumes: volumes(runner, names),
          },
        },
      },
    },
  )
}

function container(values: GeodataValues, names: Names) {
  const shared = prefectContainer(values, names)
  return values.runner === 'worker'
    ? {
        name: 'worker',
        ...shared,
        args: workerCommand(values),
        ...workerHealth,
      }
    : { name: 'agent', ...shared, args: agentCommand(values), readinessProbe: reachesApi }
}

/** What the init container has in common with the container: same program, same settings. */
function prefectContainer({ image, resources, prefect }: GeodataValues, names: Names) {
  const { apiKey, basicAuth } = prefect
  return {
    image: imageRef(image),
    imagePullPolicy: image.pullPolicy,
    // An id without an entry in /etc/passwd (openshift) has no home of its own.
    env: [
      ...plainEnv({ HOME }),
      ...(apiKey ? [secretEnv('PREFECT_API_KEY', apiKey.secret, apiKey.key)] : []),
      ...(basicAuth ? [secretEnv('PREFECT_API_AUTH_STRING', basicAuth.secret, basicAuth.key)] : []),
    ],
    envFrom: [{ configMapRef: { name: names.settings } }],
    resources: compute(resources),
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'home', mountPath: HOME },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  }
}

/** The pool in Prefect follows the repository; a worker itself would only use the template to make a new pool. */
function syncTemplate(values: GeodataValues, names: Names) {
  const shared = prefectContainer(values, names)
  const template = `--base-job-template ${TEMPLATE}`
  return {
    name: 'sync-job-template',
    ...shared,
    command: ['/bin/sh', '-c'],
    args: [
      [
        `prefect work-pool update ${values.workPool} ${template} ||`,
        `prefect work-pool create ${values.workPool} --type kubernetes ${template}`,
      ].join('\n'),
    ],
    volumeMounts: [
      ...shared.volumeMounts,
      { name: 'job-template', mountPath: '/etc/geodata', readOnly: true },
    ],
  }
}

const queues = (flag: string, names: readonly string[]) => names.flatMap((name) => [flag, name])

const workerCommand = ({ workPool, workQueues }: GeodataValues) => [
  ...['prefect', 'worker', 'start', '--type', 'kubernetes', '--pool', workPool],
  ...queues('--work-queue', workQueues),
  '--with-healthcheck',
]

const agentCommand = ({ workQueues }: GeodataValues) => [
  ...['prefect', 'agent', 'start'],
  ...queues('--work-queue', workQueues.length > 0 ? workQueues : ['geodata']),
]

const ASK_API = [
  'import os, urllib.request as web',
  'key = os.environ.get("PREFECT_API_KEY")',
  'headers = {"User-Agent": "geodata-probe", **({"Authorization": "Bearer " + key} if key else {})}',
  'web.urlopen(web.Request(os.environ["PREFECT_API_URL"] + "/health", headers=headers), timeout=8)',
].join('\n')

/**
 * An agent serves nothing that could be asked, so readiness means that it reaches its API with its key: a rollout
 * to a wrong URL stops. Not a liveness probe: a restart does not bring the API back.
 */
const reachesApi = {
  exec: { command: ['python', '-c', ASK_API] },
  periodSeconds: 30,
  timeoutSeconds: 10,
  failureThreshold: 3,
}

const volumes = (runner: GeodataValues['runner'], names: Names) => [
  { name: 'home', emptyDir: {} },
  { name: 'tmp', emptyDir: {} },
  ...(runner === 'worker'
    ? [{ name: 'job-template', configMap: { name: names.jobTemplate } }]
    : []),
]
