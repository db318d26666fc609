import { prefectWorker } from '../../generator/apps/prefect/prefect-worker.ts'
import { UserError } from '../../generator/core/finding.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { cluster, site } from '../site.ts'
import { problemsOf, wanted } from './prefect.ts'

const workerAt = site('prefect-worker', { namespace: 'prefect' })
const pool = { api: 'http://prefect.example.org/api', workPool: 'kubernetes' }
const worker = (given: object = {}, place: Site = workerAt) =>
  wanted(prefectWorker, { ...pool, ...given }, place)
const template = (desired: ReturnType<typeof worker>): unknown =>
  JSON.parse(desired.configs?.[0]?.data['baseJobTemplate.json'] ?? '')

describe('prefect-worker: the base job template', {
  'the template holds what no rule can reach: mirror, pull secrets, ids, proxy, authorities':
    () => {
      const place = site('prefect-worker', {
        mirrored: (image) => `mirror.example.org/${image}`,
        cluster: cluster({
          podIds: { runAsUser: 9198, runAsGroup: 9915, fsGroup: 9915 },
          registry: { mirror: {}, pullSecrets: ['registry-pull'] },
          proxy: { https: 'http://proxy.example.org:3128' },
          caBundle: { configMap: 'authorities', key: 'ca.crt' },
        }),
      })
      const made = template(worker({ jobs: { env: { COLOUR: 'blue' } } }, place))
      const of = (pointer: string) => at(made, pointer)
      assert.is(
        of('/variables/properties/image/default'),
        'mirror.example.org/docker.io/prefecthq/prefect:3.8.5-python3.11',
      )
      assert.equal(of('/variables/properties/env/default'), {
        HOME: '/home/flow-run',
        PREFECT_HOME: '/home/flow-run/.prefect',
        HTTPS_PROXY: 'http://proxy.example.org:3128',
        SSL_CERT_FILE: '/etc/strata/ca/ca.crt',
        REQUESTS_CA_BUNDLE: '/etc/strata/ca/ca.crt',
        COLOUR: 'blue',
      })
      const spec = '/job_configuration/job_manifest/spec/template/spec'
      assert.equal(of(`${spec}/imagePullSecrets`), [{ name: 'registry-pull' }])
      assert.is(of(`${spec}/securityContext/runAsUser`), 9198)
      assert.equal(of(`${spec}/volumes/0/configMap`), { name: 'authorities' })
      assert.is(at(template(worker()), `${spec}/securityContext/runAsUser`), undefined)
    },

  'flow runs have a home and a working directory that any id may write to': () => {
    const of = (pointer: string) =>
      at(template(worker()), `/job_configuration/job_manifest/spec/template/spec${pointer}`)
    assert.equal(of('/volumes'), [{ name: 'home', emptyDir: {} }])
    assert.equal(of('/containers/0/volumeMounts'), [{ name: 'home', mountPath: '/home/flow-run' }])
    assert.is(of('/containers/0/workingDir'), '{{ working_dir }}')
    assert.is(at(template(worker()), '/variables/properties/working_dir/default'), '/home/flow-run')
  },

  'every placeholder of the template is a variable': () => {
    const made = template(worker()) as { variables: { properties: object } }
    const used = [...JSON.stringify(made).matchAll(/\{\{ (\w+) \}\}/g)].map((m) => m[1] ?? '')
    const known = Object.keys(made.variables.properties)
    assert.equal([...new Set(used)].sort(), [...known].sort())
  },
})

const own = (spec: object): string =>
  JSON.stringify({
    variables: { properties: { image: { default: 'flow:1' }, namespace: { type: 'string' } } },
    job_configuration: { job_manifest: { spec: { template: { spec } } } },
  })
const withFile = (text: string, differs: Parameters<typeof cluster>[0] = {}): Site =>
  site('prefect-worker', {
    namespace: 'prefect',
    mirrored: (image) => `mirror.example.org/${image}`,
    cluster: cluster(differs),
    file: (path) => {
      if (path === 'job.json') return text
      throw new UserError({ message: path, hint: '' })
    },
  })

describe('prefect-worker: a template of the user', {
  'stays as it is, but for namespace, mirror and pull secrets': () => {
    const place = withFile(
      own({ containers: [{ image: '{{ image }}' }, { image: 'side:1', args: ['x'] }] }),
      { registry: { mirror: {}, pullSecrets: ['registry-pull'] } },
    )
    const made = template(worker({ jobs: { template: 'job.json' } }, place))
    assert.equal(made, {
      variables: {
        properties: {
          image: { default: 'mirror.example.org/flow:1' },
          namespace: { type: 'string', default: 'prefect' },
        },
      },
      job_configuration: {
        job_manifest: {
          spec: {
            template: {
              spec: {
                containers: [
                  { image: '{{ image }}' },
                  { image: 'mirror.example.org/side:1', args: ['x'] },
                ],
                imagePullSecrets: [{ name: 'registry-pull' }],
              },
            },
          },
        },
      },
    })
  },

  'must be a template, without fixed ids on openshift': () => {
    const found = (text: string, platform: string) =>
      problemsOf(
        prefectWorker,
        { ...pool, jobs: { template: 'job.json' } },
        withFile(text, { platform }),
      )
    const ids = own({ containers: [{ securityContext: { runAsUser: 1 } }] })
    assert.equal(found('not JSON', 'nova'), ['/jobs/template'])
    assert.equal(found('{}', 'nova'), ['/jobs/template'])
    assert.equal(found(ids, 'nova'), [])
    assert.equal(found(ids, 'openshift'), ['/jobs/template'])
  },
})
