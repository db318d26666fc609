import type { Desired, Site } from '../../fleet/types.ts'
import { boolean, type Infer, list, object, string, type ValueProblem } from '../../fleet/values.ts'
import { deployment } from '../../model/objects.ts'
import { selectorLabels, standardLabels } from '../../model/pods.ts'
import { clusterIdAccess, clusterIdEnv, clusterIdNotes, clusterIdProblems } from '../cluster-id.ts'
import { computeValues, replicaValues } from '../compute.ts'
import { defineApp } from '../define.ts'
import { type Env, plainEnv } from '../env.ts'
import { imageValues } from '../image.ts'
import { clientAuthProblems } from '../prefect-runner.ts'
import { accessValues, runnerAccess, runnerRules } from './access.ts'
import { apiEnv, apiProblems, apiSecrets, apiValues, pollValues } from './api.ts'
import {
  HOME,
  prefectContainer,
  prefectPod,
  runtimeProblems,
  runtimeValues,
  scratchVolume,
} from './container.ts'
import { securityNotes } from './security.ts'
import { versionProblems } from './version.ts'

const NAME = 'prefect-agent'

/** What fleet.yaml may say about a prefect-agent. */
export const prefectAgentValues = object(
  {
    image: imageValues(
      { repository: 'docker.io/prefecthq/prefect', tag: '2.7.11-python3.10' },
      'Image of the agent, and of flows that run in its pod; its tag begins with the version.',
    ),
    replicas: replicaValues(),
    ...apiValues,
    workQueues: list(
      string({ description: 'Name of a queue.', pattern: '^[A-Za-z0-9][-_.A-Za-z0-9]*$' }),
      {
        description: 'Work queues that are polled, at least one.',
        default: ['default'],
        minItems: 1,
        uniqueItems: true,
      },
    ),
    ...pollValues,
    debug: boolean({ description: 'Debug mode of Prefect (PREFECT_DEBUG_MODE).', default: false }),
    resources: computeValues(
      { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      'CPU and memory of the agent, flows in its pod included.',
    ),
    ...accessValues,
    ...runtimeValues,
  },
  { description: 'Agent of Prefect 2: starts flow runs in its own pod or as Jobs.' },
)

type Values = Infer<typeof prefectAgentValues>

/** Agent of Prefect 2. It is told by infrastructure blocks how a flow run is started. */
export const prefectAgent = defineApp<Values>({
  name: NAME,
  summary: 'Prefect 2 agent: polls work queues, starts flow runs, with the rights for it',
  values: prefectAgentValues,
  problems,
  resources,
})

function resources(values: Values, site: Site): Desired {
  const labels = standardLabels(NAME, site.instance, 'agent', 'prefect')
  const rules = [...runnerRules('pods', 'pods/log', 'pods/status'), ...values.extraPermissions]
  return {
    resources: [
      ...runnerAccess(rules, site, labels),
      ...(values.kubeSystemRole ? clusterIdAccess(site, labels, site.instance) : []),
      agentDeployment(values, site, labels),
    ],
    secrets: apiSecrets(values, 'agent'),
    notes: [...securityNotes(values.security), ...clusterIdNotes(values.kubeSystemRole, site)],
  }
}

function agentDeployment(values: Values, site: Site, labels: Readonly<Record<string, string>>) {
  // One flag per queue: agents of the first versions took a joined list for one name.
  const queues = values.workQueues.flatMap((queue) => ['-q', queue])
  const args = ['prefect', 'agent', 'start', ...queues]
  const container = prefectContainer(NAME, values, args, environment(values, site))
  return deployment(
    { name: site.instance, labels, annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
    {
      spec: {
        replicas: values.replicas,
        selector: { matchLabels: selectorLabels(NAME, site.instance, 'agent') },
        template: {
          metadata: { labels },
          spec: {
            ...prefectPod(values, site.instance, true),
            containers: [{ ...container, readinessProbe: reachesApi }],
            volumes: [scratchVolume],
          },
        },
      },
    },
  )
}

const environment = (values: Values, site: Site): readonly Env[] => [
  ...apiEnv(values, site),
  ...plainEnv({
    ...clusterIdEnv(site),
    HOME,
    PREFECT_AGENT_PREFETCH_SECONDS: `${values.prefetchSeconds}`,
    PREFECT_AGENT_QUERY_INTERVAL: `${values.queryInterval}`,
    PREFECT_DEBUG_MODE: `${values.debug}`,
  }),
]

const ASK = [
  'import os, urllib.request',
  'request = urllib.request.Request(os.environ["PREFECT_API_URL"] + "/health")',
  'request.add_header("User-Agent", "prefect-agent")',
  'if "PREFECT_API_KEY" in os.environ:',
  '    request.add_header("Authorization", "Bearer " + os.environ["PREFECT_API_KEY"])',
  'urllib.request.urlopen(request, timeout=8)',
].join('\n')

/**
 * An agent serves nothing, so ready means that it reaches its API: a rollout with a wrong URL or key stops. Not a
 * liveness probe: a restart does not bring an API back, and ends the flows in the pod.
 */
const reachesApi = {
  exec: { command: ['python', '-c', ASK] },
  periodSeconds: 30,
  timeoutSeconds: 10,
  failureThreshold: 3,
}

function problems(values: Values, site: Site): readonly ValueProblem[] {
  return [
    ...versionProblems(values.image, 2, NAME),
    ...apiProblems(values),
    ...clientAuthProblems(values.api, undefined, site, {
      pointer: '/api',
      hint: 'agents of Prefect 2 cannot present one: name a prefect-orion, or use prefect-worker',
    }),
    ...clusterIdProblems(values.kubeSystemRole, site),
    ...runtimeProblems(values, site, environment(values, site)),
  ]
}
