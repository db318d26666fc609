import { prefectAgent } from '../../generator/apps/prefect/prefect-agent.ts'
import { prefectWorker } from '../../generator/apps/prefect/prefect-worker.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { cluster, site } from '../site.ts'
import { envOf, namesOf, pick, podOf, wanted } from './prefect.ts'

const UID = '00000000-0000-4000-8000-000000000009'
const agentAt = site('prefect-agent', { namespace: 'prefect-orion' })
const workerAt = site('prefect-worker', { namespace: 'prefect' })
const api = 'http://prefect.example.org/api'
const cloud = { cloud: { accountId: 'a1', workspaceId: 'w1' } }
const pool = { api, workPool: 'kubernetes' }

const agent = (given: object = {}, place: Site = agentAt) =>
  wanted(prefectAgent, { api, ...given }, place)
const worker = (given: object = {}, place: Site = workerAt) =>
  wanted(prefectWorker, { ...pool, ...given }, place)
const argsOf = (desired: ReturnType<typeof worker>, name: string, of = '/containers/0') =>
  (podOf(pick(desired.resources, `Deployment/${name}`), `${of}/args`) as string[]).join(' ')
const template = (desired: ReturnType<typeof worker>): unknown =>
  JSON.parse(desired.configs?.[0]?.data['baseJobTemplate.json'] ?? '')

const DASK = [
  { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'create'] },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: ['get', 'delete'] },
]

describe('prefect-agent: what is wanted', {
  'an agent that may do its work, bound to its own account': () => {
    const { resources } = agent({ workQueues: ['default', 'gpu'] })
    assert.equal(namesOf(resources), [
      'ServiceAccount/prefect-agent',
      'Role/prefect-agent',
      'RoleBinding/prefect-agent',
      'Deployment/prefect-agent',
    ])
    assert.equal(at(pick(resources, 'RoleBinding/prefect-agent'), '/subjects'), [
      { kind: 'ServiceAccount', name: 'prefect-agent' },
    ])
    const deployment = pick(resources, 'Deployment/prefect-agent')
    assert.is(podOf(deployment, '/serviceAccountName'), 'prefect-agent')
    assert.equal(envOf(deployment), {
      PREFECT_API_URL: api,
      PREFECT_KUBERNETES_CLUSTER_UID: UID,
      HOME: '/home/prefect',
      PREFECT_AGENT_PREFETCH_SECONDS: '10',
      PREFECT_AGENT_QUERY_INTERVAL: '5',
      PREFECT_DEBUG_MODE: 'false',
    })
    assert.is(
      argsOf(agent({ workQueues: ['default', 'gpu'] }), 'prefect-agent'),
      'prefect agent start -q default -q gpu',
    )
  },

  'a server of the fleet, or a workspace of Prefect Cloud with a key by reference': () => {
    const env = (given: object) => envOf(pick(agent(given).resources, 'Deployment/prefect-agent'))
    assert.is(
      env({ api: { application: 'prefect-orion' } }).PREFECT_API_URL,
      'http://prefect-orion.prefect-orion.svc:80', // what urlOf of the test says
    )
    const inCloud = { api: cloud, apiKey: {} }
    assert.is(
      env(inCloud).PREFECT_API_URL,
      'https://api.prefect.cloud/api/accounts/a1/workspaces/w1',
    )
    assert.is(env(inCloud).PREFECT_API_KEY, 'prefect-api-key/key')
    assert.equal(
      agent(inCloud).secrets?.map((s) => [s.name, s.keys.map((k) => k.key)]),
      [['prefect-api-key', ['key']]],
    )
  },

  'extra permissions come behind its own': () => {
    const rules = (given: object) =>
      at(pick(agent(given).resources, 'Role/prefect-agent'), '/rules')
    assert.equal(rules({ extraPermissions: DASK }), [...(rules({}) as object[]), ...DASK])
  },

  "the cluster's id: told, or read through a Role in kube-system": () => {
    const laptop = site('prefect-agent', { cluster: cluster({ clusterUid: null }) })
    const { resources } = agent({ kubeSystemRole: true }, laptop)
    const role = pick(resources, 'Role/prefect-agent-prefect-agent-cluster-id')
    assert.is(role.metadata.namespace, 'kube-system')
    assert.equal(at(role, '/rules/0/resourceNames'), ['kube-system'])
    const binding = pick(resources, 'RoleBinding/prefect-agent-prefect-agent-cluster-id')
    assert.is(at(binding, '/subjects/0/namespace'), 'prefect-agent')
    assert.not.ok(
      'PREFECT_KUBERNETES_CLUSTER_UID' in envOf(pick(resources, 'Deployment/prefect-agent')),
    )
    assert.equal(
      agent({ kubeSystemRole: true }).notes?.map((n) => n.pointer),
      ['/kubeSystemRole'],
    )
  },
})

describe('prefect-worker: what is wanted', {
  'a worker, and a pool that follows its template': () => {
    const desired = worker({ workQueues: ['a', 'b'], limit: 4 })
    assert.is(
      argsOf(desired, 'prefect-worker'),
      'prefect worker start --type kubernetes --pool kubernetes --work-queue a --work-queue b ' +
        '--install-policy never --limit 4 --with-healthcheck ' +
        '--base-job-template /etc/prefect/baseJobTemplate.json',
    )
    assert.match(
      argsOf(desired, 'prefect-worker', '/initContainers/0'),
      /^prefect work-pool update kubernetes --base-job-template \/etc\/prefect\/baseJobTemplate\.json \|\|/,
    )
    const deployment = pick(desired.resources, 'Deployment/prefect-worker')
    assert.equal(envOf(deployment, '/initContainers/0'), {
      PREFECT_API_URL: api,
      HOME: '/home/prefect',
    })
    assert.is(envOf(deployment).PREFECT_INTEGRATIONS_KUBERNETES_OBSERVER_NAMESPACES, 'prefect')
    assert.is(podOf(deployment, '/volumes/1/configMap/name'), desired.configs?.[0]?.name)
    assert.is(podOf(deployment, '/containers/0/livenessProbe/httpGet/path'), '/health')
  },

  'job pods get the API key by reference, and basic authentication works': () => {
    const { resources, secrets } = worker({ api: cloud, apiKey: {}, basicAuth: {} })
    const env = envOf(pick(resources, 'Deployment/prefect-worker'))
    assert.is(env.PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_NAME, 'prefect-api-key')
    assert.is(env.PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_KEY, 'key')
    assert.is(env.PREFECT_API_AUTH_STRING, 'prefect-basic-auth/auth-string')
    const auth = 'PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_AUTH_STRING_SECRET'
    assert.is(env[`${auth}_NAME`], 'prefect-basic-auth')
    assert.is(env[`${auth}_KEY`], 'auth-string')
    assert.equal(
      Object.keys(envOf(pick(resources, 'Deployment/prefect-worker'), '/initContainers/0')),
      ['PREFECT_API_URL', 'PREFECT_API_KEY', 'PREFECT_API_AUTH_STRING', 'HOME'],
    )
    assert.equal(
      secrets?.map((s) => s.name),
      ['prefect-api-key', 'prefect-basic-auth'],
    )
  },

  'jobs in another namespace: Role, observer and template go there together': () => {
    const desired = worker({ jobs: { namespace: 'flows' }, basicAuth: {} })
    assert.match(desired.secrets?.[0]?.keys[0]?.purpose ?? '', /in the namespace flows$/)
    const role = pick(desired.resources, 'Role/prefect-prefect-worker')
    const binding = pick(desired.resources, 'RoleBinding/prefect-prefect-worker')
    assert.is(role.metadata.namespace, 'flows')
    assert.equal(at(binding, '/subjects'), [
      { kind: 'ServiceAccount', name: 'prefect-worker', namespace: 'prefect' },
    ])
    assert.is(at(binding, '/roleRef/name'), 'prefect-prefect-worker')
    const env = envOf(pick(desired.resources, 'Deployment/prefect-worker'))
    assert.is(env.PREFECT_INTEGRATIONS_KUBERNETES_OBSERVER_NAMESPACES, 'flows')
    assert.is(at(template(desired), '/variables/properties/namespace/default'), 'flows')
  },
})
