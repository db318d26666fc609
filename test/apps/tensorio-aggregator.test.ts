import { tensorioAggregator } from '../../generator/apps/tensorio-models/tensorio-aggregator.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Resource } from '../../generator/core/resource.ts'
import type { App, Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { site } from '../site.ts'
import { valuesOf } from './values.ts'

const here = site('flea-aggregator', {
  urlOf: (name) => `http://${name}-repository.${name}.svc:7317`,
})
const app = tensorioAggregator as App & { readonly run: NonNullable<App['run']> }
const tokens = { repositoryTokens: {} }
const repository = {
  url: { application: 'tensorio-models' },
  resourcePath: '/models/m/hyperparameters/h/checkpoints/c',
  outputResourcePath: '/models/m/hyperparameters/h/checkpoints/d',
}
const paths = { checkpointsFilePath: 'gs://b/l.txt', outputPath: 'gs://b/o' }
const old = { ...paths, aggregationType: 'cma', image: { tag: 'sha-0000000' } }
const id = 'aggregation-20261121-0905'

const complete = (given: object) => valuesOf(app.values, given)
const run = (given: object, name = id) => ({
  id: name,
  values: valuesOf(app.run.values, { ...paths, ...given }),
})
function jobOf(values: object, given: object, where: Site = here): Resource {
  const { resources } = app.run.resources(complete(values), run(given), where)
  assert.is(resources.length, 1)
  return resources[0] as Resource
}
const pod = (job: Resource, pointer: string) => at(job, `/spec/template/spec${pointer}`)
type Env = { readonly name: string; readonly value?: string; readonly valueFrom?: object }
const env = (job: Resource) =>
  Object.fromEntries(
    (pod(job, '/containers/0/env') as readonly Env[]).map((e) => [e.name, e.value ?? e.valueFrom]),
  )

describe('tensorio-aggregator', {
  'without runs: the account of the runs, and a check of their Secrets': () => {
    const desired = app.resources(complete(tokens), here)
    assert.equal(
      desired.resources.map((r) => `${r.kind}/${r.metadata.name}`),
      [
        'ServiceAccount/flea-aggregator',
        'Job/flea-aggregator-check-secrets-flea-aggregator',
        'Job/flea-aggregator-check-secrets-flea-aggregator-repository',
      ],
    )
    assert.equal(
      desired.secrets?.map((s) => [s.name, s.keys.map((k) => k.key)]),
      [
        ['flea-aggregator', ['sacred.json']],
        ['flea-aggregator-repository', ['token', 'apiKey']],
      ],
    )
    const quiet = app.resources(complete({ checks: { secrets: false } }), here)
    assert.equal(
      quiet.resources.map((r) => r.kind),
      ['ServiceAccount'],
    )
  },

  'one Secret for everything is one contract and one check': () => {
    const desired = app.resources(
      complete({ repositoryTokens: { secret: 'flea-aggregator' } }),
      here,
    )
    assert.equal(
      desired.secrets?.map((s) => s.keys.map((k) => k.key)),
      [['sacred.json', 'token', 'apiKey']],
    )
    assert.is(desired.resources.length, 2)
  },

  'a run is a Job named by its id that ends by itself': () => {
    const job = jobOf(tokens, { repository })
    assert.is(job.metadata.name, 'flea-aggregator-aggregation-20261121-0905')
    assert.is(job.metadata.annotations, undefined)
    const { template: _, ...spec } = job.spec as Record<string, unknown>
    assert.equal(spec, {
      completions: 1,
      parallelism: 1,
      backoffLimit: 1,
      activeDeadlineSeconds: 21_600,
    })
    assert.is(pod(job, '/restartPolicy'), 'Never')
    assert.is(pod(job, '/serviceAccountName'), 'flea-aggregator')
    assert.equal(pod(job, '/containers/0/volumeMounts'), [
      { name: 'sacred', mountPath: '/etc/auth', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ])
  },

  'images since b7f50b9 talk to the repository': () => {
    assert.equal(env(jobOf(tokens, { repository })), {
      HOME: '/tmp',
      GOOGLE_APPLICATION_CREDENTIALS: '/etc/auth/sacred.json',
      AGGREGATION_TYPE: 'CumulativeMovingAverage',
      AGGREGATION_CKPTS_FILELIST: 'gs://b/l.txt',
      AGGREGATION_OUTPUT_PATH: 'gs://b/o',
      REPOSITORY: 'http://tensorio-models-repository.tensorio-models.svc:7317/v1/repository',
      AGGREGATION_RESOURCE_PATH: repository.resourcePath,
      AGGREGATION_OUTPUT_RESOURCE_PATH: repository.outputResourcePath,
      AGGREGATION_EXPORT_TYPE: 'bundle',
      TENSORIO_MODELS_TOKEN: { secretKeyRef: { name: 'flea-aggregator-repository', key: 'token' } },
      REPOSITORY_API_KEY: { secretKeyRef: { name: 'flea-aggregator-repository', key: 'apiKey' } },
    })
  },

  'older ones do not': () => {
    const job = jobOf(tokens, old)
    assert.equal(Object.keys(env(job)), [
      'HOME',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'AGGREGATION_TYPE',
      'AGGREGATION_CKPTS_FILELIST',
      'AGGREGATION_OUTPUT_PATH',
    ])
    assert.equal(
      (pod(job, '/volumes') as readonly { name: string }[]).map((v) => v.name),
      ['sacred', 'tmp'],
    )
  },

  'a run fails at once when a Secret is missing': () => {
    const job = jobOf(tokens, { repository })
    const checks = pod(job, '/initContainers') as readonly { name: string; volumeMounts: object }[]
    assert.equal(
      checks.map((c) => c.name),
      ['check-secret-sacred-json', 'check-secret-token', 'check-secret-api-key'],
    )
    assert.equal(pod(job, '/volumes'), [
      { name: 'sacred', secret: { secretName: 'flea-aggregator', optional: true } },
      {
        name: 'repository-tokens',
        secret: { secretName: 'flea-aggregator-repository', optional: true },
      },
      { name: 'tmp', emptyDir: { sizeLimit: '10Gi' } },
    ])
    const unchecked = jobOf({ ...tokens, checks: { secrets: false } }, { repository })
    assert.is(pod(unchecked, '/initContainers'), undefined)
    assert.is(pod(unchecked, '/volumes/1/name'), 'tmp')
  },

  'wrong runs are told with a pointer': () => {
    const long = 'a'.repeat(48)
    const table: readonly (readonly [object, object, string, readonly string[]])[] = [
      [tokens, { repository }, id, []],
      [{}, old, id, []],
      [tokens, { repository }, long, ['/id']],
      [tokens, { repository }, long.slice(1), []],
      [tokens, {}, id, ['/repository']],
      [{}, { repository }, id, ['/repository']],
      [tokens, { ...old, repository }, id, ['/aggregationType']],
      [{}, { ...old, image: { tag: 'sha-b7f50b9' } }, id, ['/aggregationType']],
    ]
    for (const [values, given, name, pointers] of table)
      assert.equal(
        app.run.problems?.(complete(values), run(given, name), here).map((p) => p.pointer),
        pointers,
        JSON.stringify([values, given, name]),
      )
  },

  'a Secret whose check has no name is told': () => {
    const secret = 'a-secret-with-a-name-that-is-longer-than-anybody-needs'
    const problems = (given: object) => app.problems?.(complete(given), here).map((p) => p.pointer)
    assert.equal(problems({}), [])
    assert.equal(problems({ credentials: { secret } }), ['/credentials/secret'])
    assert.equal(problems({ repositoryTokens: { secret } }), ['/repositoryTokens/secret'])
    assert.equal(problems({ credentials: { secret }, checks: { secrets: false } }), [])
  },
})
