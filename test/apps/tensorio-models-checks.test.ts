import { tensorioModels } from '../../generator/apps/tensorio-models/tensorio-models.ts'
import { at } from '../../generator/core/pointer.ts'
import { judge } from '../../generator/fleet/judge.ts'
import { assert, describe } from '../harness.ts'
import { complete, gcs, here, pod, wanted } from './tensorio-models-wanted.ts'

describe('tensorio-models: checks around a sync', {
  'one container per key, on a mount that cannot hang, with a deadline': () => {
    const desired = wanted(gcs)
    const name = 'tensorio-models-check-secrets-tensorio-models'
    const job = desired.resources.find((r) => r.kind === 'Job')
    assert.is(job?.metadata.name, name)
    assert.is(job?.metadata.annotations?.['argocd.argoproj.io/hook'], 'PreSync')
    assert.equal([at(job, '/spec/backoffLimit'), at(job, '/spec/activeDeadlineSeconds')], [0, 60])
    assert.equal(pod(desired, name, '/volumes', 'Job'), [
      { name: 'secret-under-test', secret: { secretName: 'tensorio-models', optional: true } },
    ])
    const containers = pod(desired, name, '/containers', 'Job') as readonly {
      readonly name: string
      readonly args: readonly string[]
    }[]
    assert.equal(
      containers.map((c) => c.name),
      ['check-secret-sacred-json', 'check-secret-sacred-pem', 'check-secret-google-access-id'],
    )
    assert.is(
      containers[1]?.args[0],
      'test -s /etc/secret/sacred.pem || { echo "Secret tensorio-models has no key sacred.pem ' +
        '(private key that signs upload URLs, PEM)"; exit 1; }',
    )
    assert.not.match(JSON.stringify(wanted({ checks: { secrets: false } }).resources), /"Job"/)
  },

  'a smoke test asks the Services by their real names': () => {
    const desired = wanted({ checks: { smokeTest: true } })
    const smoke = desired.resources.at(-1)
    assert.is(smoke?.metadata.name, 'tensorio-models-smoke-test')
    assert.is(smoke?.metadata.annotations?.['argocd.argoproj.io/hook'], 'PostSync')
    const commands = JSON.stringify(at(smoke, '/spec/template/spec/containers'))
    assert.match(commands, /tensorio-models-repository\.models\.svc:7317\/v1\/repository\/healthz/)
    assert.match(commands, /tensorio-models-flea\.models\.svc:7319\/v1\/flea\/healthz/)
  },
})

describe('tensorio-models: wrong combinations', {
  'each is told with a pointer': () => {
    const off = { enabled: false }
    const long = 'a-secret-with-a-name-that-is-longer-than-anybody-needs'
    const table: readonly (readonly [object, readonly string[]])[] = [
      [{}, []],
      [gcs, []],
      [
        { repository: { replicas: 2 }, flea: { replicas: 3 } },
        ['/repository/replicas', '/flea/replicas'],
      ],
      [{ ...gcs, repository: { replicas: 2 } }, []],
      [{ backend: 'gcs' }, ['/gcs/repositoryBucket', '/gcs/fleaBucket', '/gcs/fleaUploadBucket']],
      [{ backend: 'gcs', gcs: { repositoryBucket: 'repo-1' }, flea: off }, []],
      [{ repository: off }, ['/modelsUri']],
      [{ repository: off, modelsUri: 'https://m.example.org/v1/repository' }, []],
      [{ repository: off, flea: off }, ['/repository/enabled']],
      [{ authTokens: { secret: long } }, ['/authTokens/secret']],
      [{ authTokens: { secret: long }, checks: { secrets: false } }, []],
      [{ ...gcs, credentials: { pemKey: 'sacred-json' } }, ['/credentials']],
    ]
    for (const [given, pointers] of table)
      assert.equal(
        tensorioModels.problems?.(complete(given), here).map((p) => p.pointer),
        pointers,
        JSON.stringify(given),
      )
  },

  'what the schema refuses': () => {
    const table: readonly (readonly [unknown, string])[] = [
      [{ backend: 's3' }, '/backend'],
      [{ credentials: { pemKey: '$(rm)' } }, '/credentials/pemKey'],
      [{ flea: { nodePorts: { rest: 7319 } } }, '/flea/nodePorts/rest'],
      [{ modelsUri: 'tensorio-models.default' }, '/modelsUri'],
    ]
    for (const [given, pointer] of table)
      assert.equal(
        judge(tensorioModels.values.json)(given).map((p) => p.pointer),
        [pointer],
      )
  },
})
