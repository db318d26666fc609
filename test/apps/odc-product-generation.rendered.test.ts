import { itemProblems } from '../../generator/apps/odc-product-generation/work-items.ts'
import { at } from '../../generator/core/pointer.ts'
import { assert, describe } from '../harness.ts'
import { rendered } from '../rendered.ts'

const RUNS = { minikube: 'try-1', nova: 'r20261120', openshift: 'r20261120' } as const
type Environment = keyof typeof RUNS
const ENVIRONMENTS = Object.keys(RUNS) as Environment[]

type Named = { readonly name: string; readonly [field: string]: unknown }
const object = (environment: Environment, kind: string, name: string) =>
  rendered(environment, 'landsat').find((r) => r.kind === kind && r.metadata.name === name)
const worker = (environment: Environment, pointer: string) =>
  at(object(environment, 'Job', `landsat-${RUNS[environment]}`), pointer)
const POD = '/spec/template/spec'
const named = (list: unknown, name: string) =>
  (list as readonly Named[])?.find((e) => e.name === name)
const env = (environment: Environment, name: string) =>
  named(worker(environment, `${POD}/containers/0/env`), name)
const items = (environment: Environment) =>
  rendered(environment, 'landsat').find(
    (r) =>
      r.kind === 'ConfigMap' && r.metadata.name.startsWith(`landsat-${RUNS[environment]}-items-`),
  )

describe('odc-product-generation: what must not be missed, rendered', {
  'Redis answers as redis-master, with data on disk where it matters': () => {
    for (const environment of ENVIRONMENTS) {
      assert.is(at(object(environment, 'Service', 'redis-master'), '/spec/ports/0/port'), 6379)
      assert.ok(object(environment, 'NetworkPolicy', 'redis-master'))
      const claims = at(
        object(environment, 'StatefulSet', 'redis-master'),
        '/spec/volumeClaimTemplates',
      ) as { spec: { resources: { requests: { storage: string } } } }[] | undefined
      assert.is(
        claims?.[0]?.spec.resources.requests.storage,
        environment === 'minikube' ? undefined : '1Gi',
      )
    }
  },

  '/etc/datacube.conf by subPath, from a Secret': () => {
    for (const environment of ENVIRONMENTS) {
      const mounts = worker(environment, `${POD}/containers/0/volumeMounts`)
      const mount = named(mounts, 'datacube-conf')
      assert.is(mount?.mountPath, '/etc/datacube.conf')
      assert.is(mount?.subPath, 'datacube.conf')
      const volume = named(worker(environment, `${POD}/volumes`), 'datacube-conf')
      assert.equal(volume?.secret, { secretName: 'landsat-datacube' })
      assert.is(volume?.configMap, undefined)
    }
  },

  'a work-queue Job per run: parallelism 1, no completions, Never, no TTL': () => {
    for (const environment of ENVIRONMENTS) {
      assert.is(worker(environment, '/spec/parallelism'), 1)
      assert.is(worker(environment, '/spec/completions'), undefined)
      assert.is(worker(environment, '/spec/ttlSecondsAfterFinished'), undefined)
      assert.type(worker(environment, '/spec/activeDeadlineSeconds'), 'number')
      assert.is(worker(environment, `${POD}/restartPolicy`), 'Never')
      assert.is(worker(environment, '/spec/template/metadata/labels/component'), 'worker')
    }
  },

  'the worker waits for Redis and its items, in an init container': () => {
    for (const environment of ENVIRONMENTS) {
      assert.is(worker(environment, `${POD}/initContainers/0/name`), 'init-worker')
      const script = String(at(items(environment), '/data/init-worker.sh'))
      assert.match(script, /^until .*exists "jobProduct:inserted:\$RUN_ID"/m)
      const config = items(environment)?.metadata.name
      assert.is(
        at(named(worker(environment, `${POD}/volumes`), 'work-items'), '/configMap/name'),
        config,
      )
    }
  },

  'its environment': () => {
    for (const environment of ENVIRONMENTS) {
      assert.is(env(environment, 'REDIS_SERVICE_HOST')?.value, 'redis-master')
      assert.is(
        env(environment, 'DASK_SCHEDULER_HOST')?.value,
        'dask-scheduler.dask.svc.cluster.local',
      )
      for (const key of ['aws_access_key_id', 'aws_secret_access_key'])
        assert.equal(env(environment, key.toUpperCase())?.valueFrom, {
          secretKeyRef: { key, name: 'landsat-aws' },
        })
      const all = worker(environment, `${POD}/containers/0/env`) as Named[]
      assert.is(new Set(all.map((e) => e.name)).size, all.length)
    }
    assert.is(env('nova', 'AWS_S3_ENDPOINT_URL')?.value, 'https://s3.example.org')
  },

  'items in the real format, for the list jobProduct, inserted once': () => {
    for (const environment of ENVIRONMENTS) {
      const data = items(environment)?.data as Record<string, string>
      const lines = data['work-items.list']?.trim().split('\n') ?? []
      assert.ok(lines.length > 0)
      for (const line of lines) assert.equal(itemProblems(JSON.parse(line)), [])
      assert.match(data['insert.sh'] ?? '', /EVAL .* 2 jobProduct /)
      assert.match(data['insert.lua'] ?? '', /HSETNX/)
      assert.ok(object(environment, 'Job', `landsat-${RUNS[environment]}-insert`))
    }
  },

  'writable folders for any user id, and no fixed one on openshift': () => {
    for (const environment of ENVIRONMENTS) {
      assert.is(worker(environment, `${POD}/containers/0/workingDir`), '/work')
      for (const name of ['work', 'tmp'])
        assert.equal(named(worker(environment, `${POD}/volumes`), name)?.emptyDir, {})
    }
    const pods = rendered('openshift', 'landsat').filter((r) =>
      ['Job', 'StatefulSet'].includes(r.kind),
    )
    assert.is(pods.length, 4)
    for (const r of pods)
      assert.not.match(JSON.stringify(r), /"(runAsUser|runAsGroup|fsGroup)"/, r.metadata.name)
  },

  'a missing key of a Secret fails before anything else': () => {
    for (const environment of ENVIRONMENTS) {
      const check = object(environment, 'Job', 'landsat-check-secrets')
      assert.is(at(check, '/spec/activeDeadlineSeconds'), 60)
      assert.is(at(check, `${POD}/volumes/0/secret/optional`), true)
    }
  },
})
