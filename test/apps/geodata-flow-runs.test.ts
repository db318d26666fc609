import { geodata } from '../../generator/apps/geodata/geodata.ts'
import { at } from '../../generator/core/pointer.ts'
import { judge } from '../../generator/fleet/judge.ts'
import type { Desired, Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { complete, config, here, object, place, wanted } from './geodata-wanted.ts'

const template = (desired: Desired) =>
  JSON.parse(config(desired, 'geodata-job-template')?.['baseJobTemplate.json'] ?? '') as object
const job = (desired: Desired, pointer: string) =>
  at(template(desired), `/job_configuration/job_manifest/spec${pointer}`)
const chosen = (desired: Desired, variable: string) =>
  at(template(desired), `/variables/properties/${variable}/default`)

describe('geodata: data and flow runs', {
  'a claim that many nodes mount; none when another instance has it': () => {
    const desired = wanted({ storage: { size: '20Gi' } })
    assert.equal(object(desired, 'PersistentVolumeClaim')?.spec, {
      accessModes: ['ReadWriteMany'],
      volumeMode: 'Filesystem',
      resources: { requests: { storage: '20Gi' } },
    })
    assert.equal(desired.sharedVolumes, [{ claim: 'nova-geodata-prod', capacity: '100Gi' }])
    const guest = wanted({ storage: { create: false } })
    assert.is(object(guest, 'PersistentVolumeClaim'), undefined)
    assert.equal(guest.sharedVolumes, [])
    assert.is(
      job(guest, '/template/spec/volumes/0/persistentVolumeClaim/claimName'),
      'nova-geodata-prod',
    )
  },

  'the template: upstream numbers, all overridable by a deployment': () => {
    const desired = wanted({ jobs: { env: { DATA_MANAGER_VERSION: '0.4.0' } } })
    const numbers = ['cpu_request', 'cpu_limit', 'memory_request', 'memory_limit']
      .concat('ephemeral_storage_request', 'ephemeral_storage_limit', 'backoff_limit')
      .map((variable) => chosen(desired, variable))
    assert.equal(numbers, ['3', '5', '1Gi', '3Gi', '10Gi', '20Gi', 0])
    assert.is(chosen(desired, 'namespace'), 'geodata')
    assert.equal(chosen(desired, 'env'), {
      HOME: '/home/flow-run',
      PREFECT_HOME: '/home/flow-run/.prefect',
      DATA_MANAGER_VERSION: '0.4.0',
    })
    assert.equal(
      [job(desired, '/completions'), job(desired, '/parallelism')],
      [1, 1],
      'in the Job, not in the pod',
    )
    assert.is(job(desired, '/template/spec/restartPolicy'), 'Never')
    assert.equal(job(desired, '/template/spec/containers/0/volumeMounts'), [
      { name: 'sciclone', mountPath: '/sciclone' },
      { name: 'home', mountPath: '/home/flow-run' },
    ])
    assert.equal(job(desired, '/template/spec/volumes/1'), { name: 'home', emptyDir: {} })
    assert.is(job(desired, '/template/spec/containers/0/workingDir'), '{{ working_dir }}')
    assert.is(chosen(desired, 'working_dir'), '/home/flow-run')
    const text = JSON.stringify(template(desired))
    const used = new Set(Array.from(text.matchAll(/\{\{ (\w+) \}\}/g), ([, name]) => name))
    const offered = Object.keys(at(template(desired), '/variables/properties') as object)
    assert.equal([...used].sort(), offered.sort())
  },

  'the template says what no platform rule can': () => {
    const ours = place(
      'geodata',
      {
        podIds: { runAsUser: 9198, runAsGroup: 9915, fsGroup: 9915 },
        registry: { mirror: {}, pullSecrets: ['pull'] },
        proxy: { https: 'http://proxy:3128' },
        caBundle: { configMap: 'ca', key: 'ca.crt' },
      },
      { mirrored: (image) => `mirror.example.org/${image}` },
    )
    const desired = wanted({ jobs: { serviceAccount: 'dask-job' } }, ours)
    assert.is(
      chosen(desired, 'image'),
      'mirror.example.org/registry.example.org/aiddata/geo-datasets:0.1.0',
    )
    assert.equal(job(desired, '/template/spec/securityContext'), {
      runAsUser: 9198,
      runAsGroup: 9915,
      fsGroup: 9915,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    assert.equal(job(desired, '/template/spec/imagePullSecrets'), [{ name: 'pull' }])
    assert.is(chosen(desired, 'service_account_name'), 'dask-job')
    assert.is(job(desired, '/template/spec/automountServiceAccountToken'), true)
    assert.equal(chosen(desired, 'env'), {
      HOME: '/home/flow-run',
      PREFECT_HOME: '/home/flow-run/.prefect',
      HTTPS_PROXY: 'http://proxy:3128',
      SSL_CERT_FILE: '/etc/strata/ca/ca.crt',
      REQUESTS_CA_BUNDLE: '/etc/strata/ca/ca.crt',
    })
    assert.is(job(desired, '/template/spec/volumes/1/configMap/name'), 'ca')
    const bare = wanted()
    assert.equal(job(bare, '/template/spec/securityContext'), {
      seccompProfile: { type: 'RuntimeDefault' },
    })
    assert.is(job(bare, '/template/spec/imagePullSecrets'), undefined)
    assert.is(job(bare, '/template/spec/automountServiceAccountToken'), false)
  },
})

describe('geodata: wrong combinations', {
  'each is told with a pointer': () => {
    const cloud = 'https://api.prefect.cloud/api/accounts/a/workspaces/w'
    const noUid = place('geodata', { clusterUid: null })
    const guarded = place('geodata', {}, { offersOf: () => ({ basicAuth: true }) })
    const server = { application: 'prefect-server' }
    const noStorage = place('geodata', { storage: { block: {} } })
    const table: readonly (readonly [object, string | undefined, Site?])[] = [
      [{}, undefined],
      [{ runner: 'agent', image: { tag: '3.8.5-python3.11' } }, '/runner'],
      [{ runner: 'agent', image: { tag: '2.7.3-python3.8' } }, undefined],
      [{ runner: 'agent', image: { tag: 'abc' } }, undefined],
      [{ prefect: { url: cloud } }, '/prefect/url'],
      [{ prefect: { url: cloud, apiKey: {} } }, undefined],
      [{ prefect: { url: server } }, undefined],
      [{ prefect: { url: server } }, '/prefect/url', guarded],
      [{ prefect: { url: server, basicAuth: {} } }, undefined, guarded],
      [{}, undefined, guarded],
      [{}, '/kubeSystemRole', noUid],
      [{ kubeSystemRole: true }, undefined, noUid],
      [{}, '/storage/create', noStorage],
      [{ storage: { create: false } }, undefined, noStorage],
    ]
    for (const [given, pointer, where = here] of table) {
      const found = geodata.problems?.(complete(given), where) ?? []
      assert.equal(
        found.map((p) => p.pointer),
        pointer === undefined ? [] : [pointer],
        JSON.stringify(given),
      )
    }
  },

  'what the schema refuses': () => {
    const table: readonly (readonly [unknown, string])[] = [
      [{ prefect: { url: 'prefect.example.org' } }, '/prefect/url'],
      [{ prefect: { url: { aplication: 'x' } } }, '/prefect/url/aplication'],
      [{ prefect: { apiKey: { value: 'secret' } } }, '/prefect/apiKey/value'],
      [{ workPool: 'a; rm -rf /' }, '/workPool'],
      [{ jobs: { image: { tag: 'latest' } } }, '/jobs/image/tag'],
      [{ replicas: -1 }, '/replicas'],
    ]
    for (const [given, pointer] of table)
      assert.ok(
        judge(geodata.values.json)(given).some((p) => p.pointer === pointer),
        pointer,
      )
  },
})
