import { odcProductGeneration } from '../../generator/apps/odc-product-generation/odc-product-generation.ts'
import { itemProblems, readItems } from '../../generator/apps/odc-product-generation/work-items.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Desired, Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { site } from '../site.ts'
import { valuesOf } from './values.ts'

const app = odcProductGeneration
const { run: runs } = app
if (runs === undefined) throw new Error('the application has runs')
const item = {
  job_code: 'geomedian',
  product: 'ls8_usgs_sr_scene',
  query_x_from: '2130000.0',
  query_y_from: '3499700.0',
  query_x_to: '2233300.0',
  query_y_to: '3600300.0',
  query_crs: 'EPSG:3460',
  time_from: '2019-01-01',
  time_to: '2019-12-31',
  output_crs: 'EPSG:3460',
  prefix: 'commonsensing/fiji/landsat_8_geomedian/2019',
}
const here = site('landsat', { namespace: 'odc-routine-products' })
const withFile = (text: string): Site => ({ ...here, file: () => text })

const wanted = (given: unknown = {}): Desired => app.resources(valuesOf(app.values, given), here)
const runOf = (given: unknown, id = 'r1') => ({ id, values: valuesOf(runs.values, given) })
const wantedRun = (given: unknown = { items: [item] }, common: unknown = {}, place = here) =>
  runs.resources(valuesOf(app.values, common), runOf(given), place)
const object = (desired: Desired, kind: string, name: string) =>
  desired.resources.find((r) => r.kind === kind && r.metadata.name === name)
const names = (desired: Desired) => desired.resources.map((r) => `${r.kind}/${r.metadata.name}`)

describe('odc-product-generation: release', {
  'a Redis of its own, and a check of the Secrets': () => {
    const desired = wanted()
    assert.equal(names(desired), [
      'Service/redis-master',
      'StatefulSet/redis-master',
      'NetworkPolicy/redis-master',
      'Job/landsat-check-secrets',
    ])
    assert.equal(
      desired.secrets?.map((s) => [s.name, ...s.keys.map((k) => k.key)]),
      [
        ['landsat-datacube', 'datacube.conf'],
        ['landsat-aws', 'aws_access_key_id', 'aws_secret_access_key'],
      ],
    )
  },

  'Redis in memory, or on a volume with the append-only file': () => {
    const conf = (d: Desired) => d.configs?.[0]?.data['redis.conf'] ?? ''
    const memory = wanted()
    const server = object(memory, 'StatefulSet', 'redis-master')
    assert.equal(at(server, '/spec/template/spec/volumes/1'), { name: 'redis-data', emptyDir: {} })
    assert.is(at(server, '/spec/volumeClaimTemplates'), undefined)
    assert.match(conf(memory), /^appendonly no$/m)
    const disk = wanted({ redis: { persistence: '1Gi', appendOnly: true } })
    const durable = object(disk, 'StatefulSet', 'redis-master')
    assert.equal(at(durable, '/spec/volumeClaimTemplates'), [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'redis-data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ])
    assert.is((at(durable, '/spec/template/spec/volumes') as unknown[]).length, 1)
    assert.match(conf(disk), /^appendonly yes$/m)
    // Without this Redis refuses everybody but localhost, since it has no password.
    assert.match(conf(disk), /^protected-mode no$/m)
  },

  'only pods that the NetworkPolicy lets in use Redis': () => {
    const policy = object(wanted(), 'NetworkPolicy', 'redis-master')
    const from = at(policy, '/spec/ingress/0/from') as {
      podSelector: {
        matchLabels: Record<string, string>
        matchExpressions?: { key: string; values: string[] }[]
      }
    }[]
    const admitted = (labels: Record<string, string>) =>
      from.some(
        ({ podSelector: { matchLabels, matchExpressions = [] } }) =>
          Object.entries(matchLabels).every(([k, v]) => labels[k] === v) &&
          matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? '')),
      )
    const podLabels = (r: unknown) =>
      at(r, '/spec/template/metadata/labels') as Record<string, string>
    const run = wantedRun()
    assert.ok(admitted(podLabels(object(run, 'Job', 'landsat-r1'))))
    assert.ok(admitted(podLabels(object(run, 'Job', 'landsat-r1-insert'))))
    assert.not(admitted(podLabels(object(wanted(), 'Job', 'landsat-check-secrets'))))
    assert.ok(admitted({ 'redis-master-client': 'true' })) // by hand: kubectl run --labels
    assert.not(admitted({ 'redis-other-client': 'true' }))
    const redis = object(wanted(), 'StatefulSet', 'redis-master')
    const selected = at(redis, '/spec/selector/matchLabels') as Record<string, string>
    for (const [k, v] of Object.entries(selected)) assert.is(podLabels(redis)[k], v)
    assert.equal(at(policy, '/spec/podSelector/matchLabels'), selected)
  },

  'the check fails instead of hanging, and names every key': () => {
    const check = object(wanted(), 'Job', 'landsat-check-secrets')
    assert.is(at(check, '/spec/backoffLimit'), 0)
    assert.is(at(check, '/spec/activeDeadlineSeconds'), 60)
    assert.is(check?.metadata.annotations?.['argocd.argoproj.io/hook'], 'PreSync')
    assert.equal(at(check, '/spec/template/spec/volumes'), [
      { name: 'secret-0', secret: { secretName: 'landsat-datacube', optional: true } },
      { name: 'secret-1', secret: { secretName: 'landsat-aws', optional: true } },
    ])
    const script = String(at(check, '/spec/template/spec/containers/0/command/2'))
    for (const key of ['datacube.conf', 'aws_access_key_id', 'aws_secret_access_key'])
      assert.match(script, new RegExp(`^check landsat-\\S+ ${key} '`, 'm'))
  },
})

describe('odc-product-generation: run', {
  'items, an inserter, and a worker after it': () => {
    const desired = wantedRun()
    assert.equal(names(desired), ['Job/landsat-r1-insert', 'Job/landsat-r1'])
    const [config] = desired.configs ?? []
    assert.is(config?.name, 'landsat-r1-items')
    assert.is(config?.data['work-items.list'], `${JSON.stringify(item)}\n`)
    const worker = object(desired, 'Job', 'landsat-r1')
    assert.is(worker?.metadata.annotations?.['argocd.argoproj.io/sync-wave'], '1')
    assert.is(at(worker, '/spec/parallelism'), 1)
    assert.is(at(worker, '/spec/completions'), undefined)
    assert.is(at(worker, '/spec/ttlSecondsAfterFinished'), undefined)
    assert.is(at(worker, '/spec/template/spec/restartPolicy'), 'Never')
    assert.is(at(worker, '/spec/template/spec/initContainers/0/name'), 'init-worker')
    assert.equal(at(worker, '/spec/template/spec/containers/0/args'), [
      'python',
      '/scripts/worker.py',
    ])
    assert.equal(desired.secrets, [])
  },

  'items of crashed workers go back beside the worker, never of living ones; or nothing does it':
    () => {
      const beside = object(wantedRun(), 'Job', 'landsat-r1')
      const sidecar = at(beside, '/spec/template/spec/initContainers/1')
      assert.is(at(sidecar, '/restartPolicy'), 'Always')
      assert.equal(at(sidecar, '/command'), ['sh', '/var/opt/requeue.sh'])
      const scripts = wantedRun().configs?.[0]?.data ?? {}
      for (const [script, text] of Object.entries(scripts))
        if (script !== 'requeue.lua') assert.not.match(text, /lmove|lrem/i, script)
      assert.match(scripts['requeue.lua'] ?? '', /:leased_by_session:' \.\. sha224\(item\)/)
      const off = wantedRun({ items: [item] }, { job: { requeue: false } })
      const alone = at(
        object(off, 'Job', 'landsat-r1'),
        '/spec/template/spec/initContainers',
      ) as unknown[]
      assert.is(alone.length, 1)
      assert.equal(Object.keys(off.configs?.[0]?.data ?? {}), [
        'insert.lua',
        'insert.sh',
        'init-worker.sh',
        'work-items.list',
      ])
    },

  'a copy of the job settings freezes a run': () => {
    const job = {
      image: { tag: '0.0.91' },
      script: '/worker.py',
      awsSecret: 'other',
      s3EndpointUrl: 'https://s3.test',
    }
    const desired = wantedRun({ items: [item], job }, { job: { parallelism: 3, requeue: false } })
    const worker = object(desired, 'Job', 'landsat-r1')
    const container = '/spec/template/spec/containers/0'
    assert.is(at(worker, `${container}/image`), 'docker.io/satapps/odc-products:0.0.91')
    assert.equal(at(worker, `${container}/args`), ['python', '/worker.py'])
    assert.is(at(worker, '/spec/parallelism'), 1)
    const env = at(worker, `${container}/env`) as { name: string; value?: string }[]
    assert.is(env.find((e) => e.name === 'AWS_S3_ENDPOINT_URL')?.value, 'https://s3.test')
    assert.equal(
      desired.secrets?.map((s) => s.name),
      ['other'],
    )
    assert.is(new Set(env.map((e) => e.name)).size, env.length)
  },

  'items from a file: JSON or rpush, comments, CRLF': () => {
    const json = JSON.stringify(item)
    const other = JSON.stringify({ ...item, time_from: '2019-02-01' })
    const text = `# Fiji\r\n\r\nrpush jobProduct '${json}'\r\n${other}\r\n`
    const desired = wantedRun({ workItems: 'items/fiji.txt' }, {}, withFile(text))
    assert.is(desired.configs?.[0]?.data['work-items.list'], `${json}\n${other}\n`)
  },
})

const without = (field: string) =>
  Object.fromEntries(Object.entries(item).filter(([name]) => name !== field))

describe('odc-product-generation: wrong input', {
  'work items are checked against their real format': () => {
    const table: readonly (readonly [unknown, string])[] = [
      [without('product'), 'product is missing'],
      [{ ...item, job_code: 'geomedain' }, 'job_code must be one of'],
      [{ ...item, query_x_from: 2130000 }, 'query_x_from must be a string, in quotes'],
      [{ ...item, query_x_from: 'east' }, 'query_x_from must be a number in quotes'],
      [{ ...item, time_to: '31.12.2019' }, 'time_to must be a date'],
      [{ ...item, time_to: '2018-12-31' }, 'time_from is after time_to'],
      [{ ...item, output_crs: '3460' }, 'output_crs must be a coordinate system'],
      [{ ...item, outptu_crs: 'EPSG:1' }, 'outptu_crs is not known for geomedian; did you mean'],
      [{ ...item, time_step: '1Y' }, 'time_step is not known for geomedian'],
      [{ ...item, dask_chunk_size: 'big' }, 'dask_chunk_size must be a whole number'],
      [{ ...item, prefix: '' }, 'prefix must not be empty'],
      ['geomedian', 'must be an object'],
    ]
    for (const [wrong, message] of table) {
      const found = itemProblems(wrong)
      assert.is(found.length, 1, `${message}: ${found.join('; ')}`)
      assert.ok(found[0]?.startsWith(message), found[0])
    }
    assert.equal(itemProblems(item), [])
    const shore = { ...item, job_code: 'shoreline', time_step: '1Y', tide_range_from: '-0.5' }
    assert.equal(itemProblems(shore), [])
  },

  'a line is JSON or a push to the one list that is read': () => {
    const read = readItems(`rpush jobS2 '{}'\nrpush jobProduct {}\n`)
    assert.match(read[0]?.wrong ?? '', /pushes to the list jobS2/)
    assert.match(read[1]?.wrong ?? '', /neither JSON nor/)
    assert.is(read[1]?.line, 2)
  },

  'a run that cannot work is told why': () => {
    const json = JSON.stringify(item)
    type Row = readonly [given: unknown, common: unknown, file: string, id: string, at: string[]]
    const table: readonly Row[] = [
      [{}, {}, '', 'r1', ['']],
      [{ items: [item], workItems: 'a' }, {}, json, 'r1', ['']],
      [{ workItems: 'a' }, {}, '\n# nothing\n', 'r1', ['/workItems']],
      [{ workItems: 'a' }, {}, `${json}\n${json}`, 'r1', ['/workItems']],
      [{ workItems: 'a' }, {}, 'nonsense', 'r1', ['/workItems']],
      [{ items: [item, without('product')] }, {}, '', 'r1', ['/items/1']],
      [{ items: [item], job: { env: { HOME: '/' } } }, {}, '', 'r1', ['/job/env/HOME']],
      [{ items: [item] }, {}, '', 'r'.repeat(49), ['/id']],
      [{ items: [item] }, {}, '', 'r'.repeat(48), []],
      [{ items: [item] }, { job: { parallelism: 2 } }, '', 'r1', []],
    ]
    for (const [given, common, file, id, pointers] of table) {
      const values = valuesOf(app.values, common)
      const found = runs.problems?.(values, runOf(given, id), withFile(file)) ?? []
      assert.equal(
        found.map((p) => p.pointer),
        pointers,
        JSON.stringify(found),
      )
    }
  },

  'more items than a ConfigMap holds': () => {
    const many = Array.from({ length: 4000 }, (_, i) => ({ ...item, prefix: `p${i}` }))
    const found = runs.problems?.(valuesOf(app.values), runOf({ items: many }), here) ?? []
    assert.match(found[0]?.message ?? '', /a ConfigMap takes 1000000/)
  },

  'a release that cannot work is told why': () => {
    const table: readonly (readonly [unknown, Site, string[]])[] = [
      [{ redis: { persistence: '1Gi' } }, here, ['/redis/persistence']],
      [{ job: { env: { AWS_ACCESS_KEY_ID: 'x' } } }, here, ['/job/env/AWS_ACCESS_KEY_ID']],
      [{}, site('l'.repeat(50)), ['']],
      [{}, here, []],
    ]
    for (const [given, place, pointers] of table)
      assert.equal(
        app.problems?.(valuesOf(app.values, given), place).map((p) => p.pointer),
        pointers,
      )
  },
})
