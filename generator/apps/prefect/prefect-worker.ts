import type { Desired, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { deployment } from '../../model/objects.ts'
import { selectorLabels, standardLabels } from '../../model/pods.ts'
import { clusterIdAccess, clusterIdEnv, clusterIdNotes, clusterIdProblems } from '../cluster-id.ts'
import { computeProblems } from '../compute.ts'
import { defineApp } from '../define.ts'
import { type Env, plainEnv, secretEnv } from '../env.ts'
import { TEMPLATE_FILE } from '../job-template.ts'
import { clientAuthProblems, workerEnv, workerHealth } from '../prefect-runner.ts'
import { contractOf } from '../references.ts'
import { runnerAccess, runnerRules } from './access.ts'
import { apiEnv, apiProblems, apiSecrets } from './api.ts'
import {
  HOME,
  prefectContainer,
  prefectPod,
  runtimeProblems,
  scratchMounts,
  scratchVolume,
} from './container.ts'
import { baseJobTemplate, jobNamespace } from './flow-runs.ts'
import { templateProblems } from './own-template.ts'
import { securityNotes } from './security.ts'
import { versionProblems } from './version.ts'
import { NAME, prefectWorkerValues, type WorkerValues } from './worker-values.ts'

const TEMPLATE_FOLDER = '/etc/prefect'
const TEMPLATE = `${TEMPLATE_FOLDER}/${TEMPLATE_FILE}`

/** Worker of Prefect 3, and the base job template that its pool follows. */
export const prefectWorker = defineApp<WorkerValues>({
  name: NAME,
  summary: 'Prefect 3 worker: starts flow runs as Jobs, with its rights and base job template',
  values: prefectWorkerValues,
  problems,
  resources,
})

const templateName = (instance: string): string => `${instance}-base-job-template`

function resources(values: WorkerValues, site: Site): Desired {
  const { instance } = site
  const labels = standardLabels(NAME, instance, 'worker', 'prefect')
  const rules = [
    ...runnerRules('events', 'pods', 'pods/log', 'pods/status'),
    ...values.extraPermissions,
  ]
  // Flow runs read the same Secrets.
  const flows = jobNamespace(values, site)
  const jobs = flows === site.namespace ? '' : `, also in the namespace ${flows}`
  return {
    resources: [
      ...runnerAccess(rules, site, labels, values.jobs.namespace),
      ...(values.kubeSystemRole ? clusterIdAccess(site, labels, instance) : []),
      workerDeployment(values, site, labels),
    ],
    configs: [
      {
        name: templateName(instance),
        data: { [TEMPLATE_FILE]: baseJobTemplate(values, site) },
        labels,
      },
    ],
    secrets: [
      ...apiSecrets(values, `worker${jobs}`),
      ...contractOf(values.basicAuth, `user:password that the server asks for${jobs}`),
    ],
    notes: [...securityNotes(values.security), ...clusterIdNotes(values.kubeSystemRole, site)],
  }
}

function workerDeployment(
  values: WorkerValues,
  site: Site,
  labels: Readonly<Record<string, string>>,
) {
  const { instance } = site
  return deployment(
    { name: instance, labels, annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
    {
      spec: {
        replicas: values.replicas,
        selector: { matchLabels: selectorLabels(NAME, instance, 'worker') },
        template: {
          metadata: { labels },
          spec: {
            ...prefectPod(values, instance, true),
            initContainers: [syncTemplate(values, site)],
            containers: [
              {
                ...container(values, NAME, workerArgs(values), environment(values, site)),
                ...workerHealth,
              },
            ],
            volumes: [
              scratchVolume,
              { name: 'base-job-template', configMap: { name: templateName(instance) } },
            ],
          },
        },
      },
    },
  )
}

const container = (
  values: WorkerValues,
  name: string,
  args: readonly string[],
  env: readonly Env[],
) => ({
  ...prefectContainer(name, values, args, env),
  volumeMounts: [
    ...scratchMounts,
    { name: 'base-job-template', mountPath: TEMPLATE_FOLDER, readOnly: true },
  ],
})

const workerArgs = ({ workPool, workQueues, limit }: WorkerValues): readonly string[] => [
  ...['prefect', 'worker', 'start', '--type', 'kubernetes', '--pool', workPool],
  ...workQueues.flatMap((queue) => ['--work-queue', queue]),
  // The image has what it needs, and its file system is read-only.
  ...['--install-policy', 'never'],
  ...(limit === undefined ? [] : ['--limit', `${limit}`]),
  '--with-healthcheck',
  ...['--base-job-template', TEMPLATE],
]

/** A worker uses the template to make the pool; a pool that exists follows the repository through this. */
function syncTemplate(values: WorkerValues, site: Site) {
  const options = `${values.workPool} --base-job-template ${TEMPLATE}`
  const script = [
    `prefect work-pool update ${options} ||`,
    `prefect work-pool create --type kubernetes ${options}`,
  ].join(' \\\n')
  return {
    ...container(
      values,
      'sync-base-job-template',
      [script],
      [...accessEnv(values, site), ...plainEnv({ HOME })],
    ),
    command: ['/bin/sh', '-c'],
  }
}

/** Where the API is, and what opens it. */
const accessEnv = (values: WorkerValues, site: Site): readonly Env[] => [
  ...apiEnv(values, site),
  ...(values.basicAuth
    ? [secretEnv('PREFECT_API_AUTH_STRING', values.basicAuth.secret, values.basicAuth.key)]
    : []),
]

const environment = (values: WorkerValues, site: Site): readonly Env[] => [
  ...accessEnv(values, site),
  ...plainEnv({
    ...clusterIdEnv(site),
    ...workerEnv(jobNamespace(values, site), values.apiKey, values.basicAuth),
    HOME,
    PREFECT_API_ENABLE_HTTP2: `${values.http2}`,
    PREFECT_DEBUG_MODE: `${values.debug}`,
    PREFECT_WORKER_PREFETCH_SECONDS: `${values.prefetchSeconds}`,
    PREFECT_WORKER_QUERY_SECONDS: `${values.queryInterval}`,
  }),
]

function problems(values: WorkerValues, site: Site): readonly ValueProblem[] {
  const { template } = values.jobs
  return [
    ...versionProblems(values.image, 3, NAME),
    ...apiProblems(values),
    ...clientAuthProblems(values.api, values.basicAuth, site, {
      pointer: '/api',
      hint: `add basicAuth: {}, and the Secret prefect-basic-auth to the namespace ${site.namespace}`,
    }),
    ...clusterIdProblems(values.kubeSystemRole, site),
    ...computeProblems(values.jobs.resources, '/jobs/resources'),
    ...(template === undefined ? [] : templateProblems(template, site)),
    ...runtimeProblems(values, site, environment(values, site)),
  ]
}
