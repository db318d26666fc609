import { at } from '../../generator/core/pointer.ts'
import type { Resource } from '../../generator/core/resource.ts'
import { assert, describe } from '../harness.ts'
import { rendered } from '../rendered.ts'

const ENVIRONMENTS = ['minikube', 'nova', 'nova-staging', 'openshift'] as const
const CLAIM = 'nova-geodata-prod'

function one(objects: readonly Resource[], kind: string, name?: string): Resource {
  const found = objects.filter(
    (r) => r.kind === kind && (name === undefined || r.metadata.name === name),
  )
  assert.is(found.length, 1, `${kind} ${name ?? ''}`)
  return found[0] as Resource
}
const all = (objects: readonly Resource[], kind: string) => objects.filter((r) => r.kind === kind)
const runner = (objects: readonly Resource[], pointer: string) =>
  at(one(objects, 'Deployment'), `/spec/template/spec${pointer}`)
const text = (value: unknown) => JSON.stringify(value)

/** The ConfigMap whose generated name begins with `name`; the hash makes the rest. */
function config(objects: readonly Resource[], name: string): Readonly<Record<string, string>> {
  const found = all(objects, 'ConfigMap').filter((r) =>
    new RegExp(`^${name}-[a-z0-9]{10}$`).test(r.metadata.name),
  )
  assert.is(found.length, 1, name)
  return found[0]?.data as Readonly<Record<string, string>>
}
const template = (objects: readonly Resource[]): object =>
  JSON.parse(config(objects, 'geodata-job-template')['baseJobTemplate.json'] ?? '')
const job = (objects: readonly Resource[], pointer: string) =>
  at(template(objects), `/job_configuration/job_manifest/spec/template/spec${pointer}`)

describe('geodata, rendered: data', {
  'minikube: a folder of the node, class manual': () => {
    const volume = one(rendered('minikube', 'geodata'), 'PersistentVolume')
    assert.equal(at(volume, '/spec/hostPath/path'), '/data/geodata')
    assert.is(at(volume, '/spec/storageClassName'), 'manual')
    assert.is(at(volume, '/spec/nfs'), undefined)
  },

  'nova: NFS 4.1, hard, class nfs': () => {
    const volume = one(rendered('nova', 'geodata'), 'PersistentVolume')
    assert.equal(at(volume, '/spec/nfs'), { server: 'nfs.example.org', path: '/exports/geodata' })
    assert.equal(at(volume, '/spec/mountOptions'), ['hard', 'nfsvers=4.1'])
    assert.is(at(volume, '/spec/storageClassName'), 'nfs')
  },

  'volume and claim fit, are bound by name, and outlive a prune': () => {
    for (const environment of ['minikube', 'nova', 'nova-staging'] as const) {
      const objects = rendered(environment, 'geodata')
      const volume = one(objects, 'PersistentVolume')
      const claim = one(objects, 'PersistentVolumeClaim', CLAIM)
      assert.is(at(claim, '/spec/volumeName'), volume.metadata.name)
      assert.is(at(claim, '/spec/storageClassName'), at(volume, '/spec/storageClassName'))
      assert.equal(at(claim, '/spec/accessModes'), ['ReadWriteMany'])
      assert.equal(at(volume, '/spec/accessModes'), ['ReadWriteMany'])
      assert.is(at(volume, '/spec/persistentVolumeReclaimPolicy'), 'Retain')
      assert.is(at(volume, '/spec/capacity/storage'), '100Gi')
      assert.is(at(claim, '/spec/resources/requests/storage'), '10Gi')
      assert.is(volume.metadata.namespace, undefined)
      for (const { metadata } of [volume, claim]) {
        const { annotations = {} } = metadata
        assert.is(annotations['argocd.argoproj.io/sync-options'], 'Prune=false,Delete=false')
        assert.is(annotations['kustomize.toolkit.fluxcd.io/prune'], 'disabled')
      }
    }
  },

  'staging beside production: no volume of the cluster twice': () => {
    const [one1, two] = (['nova', 'nova-staging'] as const).map(
      (environment) => one(rendered(environment, 'geodata'), 'PersistentVolume').metadata.name,
    )
    assert.is.not(one1, two)
  },

  'openshift: a dynamic class, no volume of ours': () => {
    const objects = rendered('openshift', 'geodata')
    assert.equal(all(objects, 'PersistentVolume'), [])
    const claim = one(objects, 'PersistentVolumeClaim', CLAIM)
    assert.is(at(claim, '/spec/storageClassName'), 'ocs-storagecluster-cephfs')
    assert.is(at(claim, '/spec/volumeName'), undefined)
  },

  'flow runs mount the claim at /sciclone, the runner does not': () => {
    for (const environment of ENVIRONMENTS) {
      const objects = rendered(environment, 'geodata')
      assert.is(job(objects, '/volumes/0/persistentVolumeClaim/claimName'), CLAIM)
      assert.is(job(objects, '/containers/0/volumeMounts/0/mountPath'), '/sciclone')
      assert.not.match(text(one(objects, 'Deployment')), /persistentVolumeClaim/)
    }
  },
})

describe('geodata, rendered: rights', {
  'the account that the pod runs as is the one that is bound, to a Role that is there': () => {
    for (const instance of ['geodata', 'geodata-agent'] as const)
      for (const environment of ['minikube', 'nova', 'openshift'] as const) {
        const objects = rendered(environment, instance)
        const account = one(objects, 'ServiceAccount', `${instance}-launcher`)
        assert.is(runner(objects, '/serviceAccountName'), account.metadata.name)
        const binding = one(objects, 'RoleBinding', `${instance}-launcher`)
        assert.equal(binding.subjects, [
          { kind: 'ServiceAccount', name: account.metadata.name, namespace: 'geodata' },
        ])
        assert.is(at(binding, '/roleRef/apiGroup'), 'rbac.authorization.k8s.io')
        const role = one(objects, 'Role', String(at(binding, '/roleRef/name')))
        assert.is(role.metadata.namespace, binding.metadata.namespace)
        assert.equal(at(role, '/rules/0/verbs'), [
          ...['create', 'get', 'watch', 'list', 'patch', 'delete'],
        ])
      }
  },

  'the kube-system Role stays in kube-system, and only where it is needed': () => {
    const outside = (environment: string, instance: string) =>
      rendered(environment, instance).filter((r) => r.metadata.namespace === 'kube-system')
    for (const instance of ['geodata', 'geodata-agent'] as const) {
      const objects = outside('minikube', instance)
      assert.equal(objects.map((r) => r.kind).sort(), ['Role', 'RoleBinding'])
      assert.equal(one(objects, 'RoleBinding').subjects, [
        { kind: 'ServiceAccount', name: `${instance}-launcher`, namespace: 'geodata' },
      ])
      for (const environment of ['nova', 'openshift'] as const) {
        assert.equal(outside(environment, instance), [])
        const settings = config(rendered(environment, instance), `${instance}-prefect`)
        assert.ok(settings.PREFECT_KUBERNETES_CLUSTER_UID)
      }
    }
  },
})

describe('geodata, rendered: the runner', {
  'worker and agent, side by side in one namespace': () => {
    for (const environment of ['minikube', 'nova', 'openshift'] as const) {
      const worker = rendered(environment, 'geodata')
      const agent = rendered(environment, 'geodata-agent')
      assert.is(one(worker, 'Deployment').metadata.name, 'prefect-worker')
      assert.is(one(agent, 'Deployment').metadata.name, 'prefect-agent')
      const names = [...worker, ...agent].map((r) =>
        [r.kind, r.metadata.namespace, r.metadata.name].join('/'),
      )
      assert.is(new Set(names).size, names.length)
    }
  },

  'the API key is a reference, and stands nowhere else': () => {
    for (const environment of ['nova', 'nova-staging'] as const) {
      const objects = rendered(environment, 'geodata')
      const env = runner(objects, '/containers/0/env') as readonly { readonly name: string }[]
      assert.equal(
        env.find((e) => e.name === 'PREFECT_API_KEY'),
        {
          name: 'PREFECT_API_KEY',
          valueFrom: { secretKeyRef: { name: 'prefect-api-key', key: 'key' } },
        },
      )
      const external = one(objects, 'ExternalSecret', 'prefect-api-key')
      assert.is(at(external, '/spec/data/0/secretKey'), 'key')
      assert.equal(all(objects, 'Secret'), [])
    }
  },

  'where the server asks for a password, the worker has it, and hands it on by reference': () => {
    const objects = rendered('openshift', 'geodata')
    const secretKeyRef = { name: 'prefect-basic-auth', key: 'auth-string' }
    for (const which of ['containers', 'initContainers']) {
      const env = runner(objects, `/${which}/0/env`) as readonly { readonly name: string }[]
      assert.equal(
        env.find((e) => e.name === 'PREFECT_API_AUTH_STRING'),
        { name: 'PREFECT_API_AUTH_STRING', valueFrom: { secretKeyRef } },
      )
    }
    const settings = config(objects, 'geodata-prefect')
    const prefix = 'PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_AUTH_STRING_SECRET'
    assert.is(settings[`${prefix}_NAME`], secretKeyRef.name)
    assert.is(settings[`${prefix}_KEY`], secretKeyRef.key)
  },

  'ids: those that own the data, or none': () => {
    const ids = { runAsUser: 9198, runAsGroup: 9915, fsGroup: 9915 }
    for (const environment of ENVIRONMENTS) {
      const context = job(rendered(environment, 'geodata'), '/securityContext') as object
      const found = Object.fromEntries(
        Object.keys(ids).map((id) => [id, (context as Record<string, unknown>)[id]]),
      )
      const none = { runAsUser: undefined, runAsGroup: undefined, fsGroup: undefined }
      assert.equal(found, environment.startsWith('nova') ? ids : none)
    }
    const fixed = /runAsUser|runAsGroup|fsGroup|seLinuxOptions/
    for (const instance of ['geodata', 'geodata-agent'] as const)
      assert.not.match(text(rendered('openshift', instance)), fixed)
    assert.match(text(one(rendered('minikube', 'geodata'), 'Deployment')), /"runAsUser":1001/)
  },

  'the image of flow runs comes from where the cluster pulls': () => {
    const image = (environment: string) =>
      at(template(rendered(environment, 'geodata')), '/variables/properties/image/default')
    assert.is(image('minikube'), 'localhost/geodata-container:dev')
    assert.match(String(image('nova')), /^registry\.example\.org\//)
    assert.equal(job(rendered('nova', 'geodata'), '/imagePullSecrets'), [{ name: 'registry-pull' }])
    assert.match(String(runner(rendered('nova', 'geodata'), '/containers/0/image')), /^registry\./)
  },
})
