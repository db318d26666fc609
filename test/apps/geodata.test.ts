import { geodata } from '../../generator/apps/geodata/geodata.ts'
import { at } from '../../generator/core/pointer.ts'
import { judge } from '../../generator/fleet/judge.ts'
import { assert, describe } from '../harness.ts'
import { config, here, ids, object, place, pod, url, wanted } from './geodata-wanted.ts'

describe('geodata: the runner', {
  'a worker by default, with upstream names': () => {
    const desired = wanted()
    assert.equal(ids(desired), [
      'ServiceAccount/geodata-launcher',
      'Role/geodata-launcher',
      'RoleBinding/geodata-launcher',
      'PersistentVolumeClaim/nova-geodata-prod',
      'Deployment/prefect-worker',
    ])
    assert.equal(
      pod(desired, '/containers/0/args'),
      'prefect worker start --type kubernetes --pool geodata-pool --with-healthcheck'.split(' '),
    )
    assert.is(pod(desired, '/containers/0/livenessProbe/httpGet/path'), '/health')
    assert.is(pod(desired, '/initContainers/0/name'), 'sync-job-template')
    const sync = String(pod(desired, '/initContainers/0/args/0'))
    assert.match(sync, /work-pool update geodata-pool .*baseJobTemplate\.json \|\|\n/)
    assert.match(sync, /work-pool create geodata-pool --type kubernetes/)
    assert.not.match(JSON.stringify(desired.resources), /sciclone|API_KEY/)
  },

  'an agent polls queues, one flag each, and has neither pool nor template': () => {
    const args = (given: object) =>
      pod(wanted({ runner: 'agent', ...given }), '/containers/0/args') as readonly string[]
    assert.is(args({}).join(' '), 'prefect agent start --work-queue geodata')
    assert.is(
      args({ workQueues: ['a', 'b'] }).join(' '),
      'prefect agent start --work-queue a --work-queue b',
    )
    const desired = wanted({ runner: 'agent' })
    assert.is(object(desired, 'Deployment')?.metadata.name, 'prefect-agent')
    assert.is(pod(desired, '/initContainers'), undefined)
    assert.equal(
      desired.configs?.map((c) => c.name),
      ['geodata-prefect'],
    )
    assert.equal(pod(desired, '/containers/0/readinessProbe/exec/command/0'), 'python')
    assert.not.match(JSON.stringify(object(desired, 'Role')), /events/)
  },

  'a worker serves chosen queues': () => {
    const args = pod(wanted({ workQueues: ['a', 'b'] }), '/containers/0/args') as readonly string[]
    assert.match(args.join(' '), /--pool geodata-pool --work-queue a --work-queue b --with/)
  },

  'instances in one namespace have no name in common': () => {
    const own = (instance: string, runner: string) => {
      const values = { runner, storage: { create: false }, kubeSystemRole: true }
      const desired = wanted(values, place(instance))
      return [...ids(desired), ...(desired.configs ?? []).map((c) => c.name)]
    }
    const all = [
      ...own('geodata', 'worker'),
      ...own('geodata-agent', 'agent'),
      ...own('modis', 'worker'),
      ...own('viirs', 'agent'),
    ]
    assert.is(new Set(all).size, all.length)
    assert.ok(all.includes('Deployment/prefect-worker'))
    assert.ok(all.includes('Deployment/prefect-agent'))
    assert.ok(all.includes('Deployment/modis-prefect-worker'))
  },

  'writes only to its own folders, runs as nobody': () => {
    const desired = wanted()
    assert.equal(pod(desired, '/securityContext'), {
      runAsUser: 1001,
      fsGroup: 1001,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    for (const which of ['containers', 'initContainers']) {
      const at0 = (pointer: string) => pod(desired, `/${which}/0${pointer}`)
      assert.is(at0('/securityContext/readOnlyRootFilesystem'), true)
      assert.is(at0('/securityContext/allowPrivilegeEscalation'), false)
      assert.equal(at0('/securityContext/capabilities'), { drop: ['ALL'] })
      assert.equal(at0('/volumeMounts/0'), { name: 'home', mountPath: '/home/prefect' })
      assert.equal(at0('/volumeMounts/1'), { name: 'tmp', mountPath: '/tmp' })
      assert.equal(at0('/resources/limits'), { cpu: '1', memory: '1Gi' })
    }
  },
})

describe('geodata: Prefect', {
  'the URL: as written, or of a server of the fleet, with /api once': () => {
    const table = [
      [{ url: 'https://api.prefect.cloud/api/accounts/a/workspaces/w/' }, undefined],
      [{ url: { application: 'prefect' } }, 'http://prefect.prefect.svc:4200'],
      [{ url: { application: 'prefect' } }, 'http://prefect.prefect.svc:4200/api/'],
    ] as const
    const found = table.map(([prefect, answer]) => {
      const where = { ...here, urlOf: () => answer ?? '' }
      return config(wanted({ prefect }, where), 'geodata-prefect')?.PREFECT_API_URL
    })
    assert.equal(found, [
      'https://api.prefect.cloud/api/accounts/a/workspaces/w',
      'http://prefect.prefect.svc:4200/api',
      'http://prefect.prefect.svc:4200/api',
    ])
  },

  'the API key by reference, also for the Jobs': () => {
    const desired = wanted({ prefect: { url, apiKey: {} } })
    const secretKeyRef = { name: 'prefect-api-key', key: 'key' }
    for (const which of ['containers', 'initContainers'])
      assert.equal(pod(desired, `/${which}/0/env/1`), {
        name: 'PREFECT_API_KEY',
        valueFrom: { secretKeyRef },
      })
    const settings = config(desired, 'geodata-prefect') ?? {}
    const prefix = 'PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET'
    assert.equal(
      [settings[`${prefix}_NAME`], settings[`${prefix}_KEY`]],
      ['prefect-api-key', 'key'],
    )
    assert.equal(
      desired.secrets?.map((s) => [s.name, s.keys.map((k) => k.key)]),
      [['prefect-api-key', ['key']]],
    )
    assert.equal(wanted().secrets, [])
  },

  'user and password by reference, also for the Jobs': () => {
    const desired = wanted({ prefect: { url, basicAuth: {} } })
    for (const which of ['containers', 'initContainers'])
      assert.equal(pod(desired, `/${which}/0/env/1`), {
        name: 'PREFECT_API_AUTH_STRING',
        valueFrom: { secretKeyRef: { name: 'prefect-basic-auth', key: 'auth-string' } },
      })
    const settings = config(desired, 'geodata-prefect') ?? {}
    const prefix = 'PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_AUTH_STRING_SECRET'
    assert.equal(
      [settings[`${prefix}_NAME`], settings[`${prefix}_KEY`]],
      ['prefect-basic-auth', 'auth-string'],
    )
    assert.equal(
      desired.secrets?.map((s) => [s.name, s.keys.map((k) => k.key)]),
      [['prefect-basic-auth', ['auth-string']]],
    )
  },

  'the id of the cluster: told, or read by a Role that stays in kube-system': () => {
    const uid = '00000000-0000-4000-8000-000000000001'
    const told = config(wanted({}, place('geodata', { clusterUid: uid })), 'geodata-prefect')
    assert.is(told?.PREFECT_KUBERNETES_CLUSTER_UID, uid)
    const unknown = place('geodata', { clusterUid: null })
    const reads = wanted({ kubeSystemRole: true }, unknown)
    assert.not.match(JSON.stringify(reads.configs), /CLUSTER_UID/)
    assert.equal(
      ids(reads).filter((id) => id.includes('kube-system')),
      [
        'Role/kube-system/geodata-geodata-cluster-id',
        'RoleBinding/kube-system/geodata-geodata-cluster-id',
      ],
    )
    const binding = object(reads, 'RoleBinding', 'geodata-geodata-cluster-id')
    assert.equal(binding?.subjects, [
      { kind: 'ServiceAccount', name: 'geodata-launcher', namespace: 'geodata' },
    ])
    assert.is(wanted({ kubeSystemRole: true }).notes?.[0]?.pointer, '/kubeSystemRole')
    assert.equal(reads.notes, [])
  },

  'one Role, bound to the account that the pod runs as': () => {
    const extra = { apiGroups: ['kubernetes.dask.org'], resources: ['daskjobs'], verbs: ['get'] }
    const desired = wanted({ extraPermissions: [extra] })
    assert.equal(object(desired, 'RoleBinding')?.roleRef, {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Role',
      name: 'geodata-launcher',
    })
    assert.equal(object(desired, 'RoleBinding')?.subjects, [
      { kind: 'ServiceAccount', name: 'geodata-launcher' },
    ])
    assert.is(pod(desired, '/serviceAccountName'), 'geodata-launcher')
    assert.is(pod(desired, '/automountServiceAccountToken'), true)
    assert.equal(at(object(desired, 'Role'), '/rules/2'), extra)
    assert.is(judge(geodata.values.json)({ extraPermissions: [{ verbs: ['get'] }] }).length, 2)
  },
})
