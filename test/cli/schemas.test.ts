import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { KubeConfig } from '@kubernetes/client-node'
import { readCluster } from '../../generator/io/cluster.ts'
import { web } from '../catalog.ts'
import { assert, describe, golden } from '../harness.ts'
import { said } from './said.ts'
import { type Step, transcript } from './transcript.ts'

const definition = (
  version: string,
  schema: string,
): string => `apiVersion: apiextensions.k8s.io/${version}
kind: CustomResourceDefinition
metadata: { name: things.a.example.org }
spec:
  group: a.example.org
  scope: Namespaced
  names: { kind: Thing, plural: things }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: ${schema} }
`

const THING = definition(
  'v1',
  '{ type: object, properties: { spec: { type: object, description: d, properties: { size: { type: integer } } } } }',
)

const OBJECTS = `apiVersion: a.example.org/v1
kind: Thing
metadata: { name: a, namespace: b, lable: {} }
spec: { size: two }
`

const POD = {
  openapi: '3.0.0',
  paths: {
    '/api/v1/namespaces/{namespace}/pods': {
      post: {
        'x-kubernetes-action': 'post',
        'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'Pod' },
      },
    },
  },
  components: {
    schemas: {
      'io.k8s.api.core.v1.Pod': {
        type: 'object',
        properties: { kind: { type: 'string' }, apiVersion: { type: 'string' } },
        'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }],
      },
    },
  },
}

const INDEX_TEXT = '{"paths":{"api/v1":{"serverRelativeURL":"/openapi/v3/api/v1"}}}'

const saved = (version: string): string => JSON.stringify({ info: { version }, ...POD })

const SKIP = ',"insecure-skip-tls-verify":true'

const file = (name: string, content: string | null): Step => ({ file: name, content })

describe('schemas pull --from', {
  'definitions in files and folders': async () =>
    golden(
      await transcript(
        file('crds/list.yaml', `kind: List\napiVersion: v1\nitems:\n${indented(THING)}`),
        file('crds/kustomization.yaml', 'resources: [list.yaml]\n'),
        file('crds/other.yaml', 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n'),
        file('thing.yaml', OBJECTS),
        'strata schemas pull -o own --from crds --from crds/list.yaml',
        { show: 'own/crds/a.example.org/thing_v1.json' },
        'strata validate --schema-location own thing.yaml',
        "strata validate --schema-location 'own/crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json' thing.yaml",
        file('own/notes.txt', 'mine\n'),
        'strata schemas pull -o own --from crds',
        file('own/notes.txt', null),
        file('own/_versions.json', '['),
        'strata validate --schema-location own thing.yaml',
        'strata schemas pull -o own --from crds',
      ),
      'test/cli/schemas.golden.txt',
    ),
  'OpenAPI that kubectl has saved': async () =>
    golden(
      await transcript(
        file('saved/index.json', INDEX_TEXT),
        file('saved/api-v1', saved('1.34')),
        file('saved/api-v1.json', saved('1.34')),
        'strata schemas pull -o own --from saved',
        'strata schemas pull -o named --from saved/api-v1 --from saved/index.json',
        file('pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: {}\n'),
        'strata validate --schema-location own pod.yaml',
        file('more/api.json', saved('v1.35.4')),
        'strata schemas pull -o own --from saved --from more',
        file('more/api.json', saved('unversioned')),
        'strata schemas pull -o own --from more',
      ),
      'test/cli/schemas-saved.golden.txt',
    ),
  'everything that can be got wrong': async () =>
    golden(
      await transcript(
        'strata schemas',
        'strata schemas push',
        'strata schemas pull',
        'strata schemas pull -o own --from nothing.yaml',
        file('other.yaml', 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n'),
        'strata schemas pull -o own --from other.yaml',
        'strata schemas pull -o own --from other.yaml --context dev',
        file('old.yaml', definition('v1beta1', '{ type: object }')),
        file('bare.yaml', definition('v1', '{}')),
        file('broken.yaml', 'a: [\n'),
        'strata schemas pull -o own --from old.yaml --from bare.yaml --from broken.yaml',
        file('a.yaml', THING),
        file('b.yaml', definition('v1', '{ type: object }')),
        'strata schemas pull -o own --from a.yaml --from b.yaml',
        file('v2.json', '{"swagger":"2.0","paths":{}}'),
        'strata schemas pull -o own --from v2.json',
        file('index.json', INDEX_TEXT),
        'strata schemas pull -o own --from index.json',
        'strata schemas pull -o a.yaml --from a.yaml',
        'strata schemas pull -o a.yaml/own --from a.yaml',
        'strata schemas pull -o own --kubeconfig nothing',
        file('empty', '{}'),
        'strata schemas pull -o own --kubeconfig empty',
        file('config', kubeconfig('nonsense')),
        'strata schemas pull -o own --kubeconfig config',
        file('config', kubeconfig('http://127.0.0.1:1').replace(SKIP, '')),
        'strata schemas pull -o own --kubeconfig config',
        file('config', 'a: ['),
        'strata schemas pull -o own --kubeconfig config',
        file('config', kubeconfig('http://127.0.0.1:1')),
        'strata schemas pull -o own --kubeconfig config --context fakee',
        'strata schemas pull -o own --kubeconfig config',
      ),
      'test/cli/schemas-wrong.golden.txt',
    ),
})

const indented = (text: string): string =>
  text.replace(/^/gm, '    ').replace(/^ {4}/, '  - ').trimEnd().concat('\n')

function kubeconfig(server: string): string {
  return JSON.stringify({
    'current-context': 'fake',
    clusters: [{ name: 'fake', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'fake', user: { token: 'secret' } }],
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
  })
}

type Answers = Readonly<Record<string, (response: ServerResponse) => void>>

const json =
  (value: unknown, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status).end(JSON.stringify(value))
  }

const INDEX = ['api/v1', 'apis/metrics.example.com/v1', 'apis', '.well-known/openid']

const WORKS: Answers = {
  '/version': json({ gitVersion: 'v1.34.4' }),
  '/openapi/v3': json({ paths: Object.fromEntries(INDEX.map((path) => [path, {}])) }),
  '/openapi/v3/api/v1': json(POD),
  '/openapi/v3/apis/metrics.example.com/v1': json({}, 503),
}

/** What one pull from a server with these answers says, and what it leaves. */
async function pulling(answers: Answers) {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''] ?? json({}, 404)
    assert.is(request.headers.authorization, 'Bearer secret')
    answer(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  try {
    const files = { config: kubeconfig(`http://127.0.0.1:${port}`) }
    const argv = ['schemas', 'pull', '-o', 'own', '--kubeconfig', 'config']
    const [code, text, after] = await said(web, files, ...argv)
    return { code, text: text.replaceAll(String(port), 'PORT'), after }
  } finally {
    server.close()
  }
}

/** A server that is none, or does not want us: the answers that differ, and what is said. */
const WRONG: Readonly<Record<string, readonly [answers: Answers, said: RegExp]>> = {
  'a user whom nobody knows': [
    { '/version': json({}, 401) },
    /PORT answers 401 to \/version: it does not know the user\n {2}fix: sign in again/,
  ],
  'a user who may not': [
    { '/openapi/v3': json({}, 403) },
    /answers 403 to \/openapi\/v3: the user may not read it\n {2}fix: bind the ClusterRole system:discovery/,
  ],
  'an old server': [{ '/openapi/v3': json({}, 404) }, /it has no OpenAPI v3\n {2}fix: .* 1\.27/],
  'a server that is ill': [{ '/openapi/v3/api/v1': json({}, 500) }, /answers 500 to .*api\/v1/],
  'a page for people': [
    { '/version': (response) => response.end('<html>') },
    /is no API server of Kubernetes: \/version is no JSON/,
  ],
  'some other service': [{ '/version': json([1]) }, /is no API server of Kubernetes/],
  'a document that is none': [{ '/openapi/v3/api/v1': json({ a: 1 }) }, /is no OpenAPI document/],
  'half a document': [
    {
      '/openapi/v3/api/v1': (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"openapi":')
        setTimeout(() => response.destroy(), 20)
      },
    },
    /cannot read .*api\/v1: the connection ended in the middle/,
  ],
}

describe('schemas pull from a cluster', {
  'a server behind the API server that does not answer is left out, and said': async () => {
    const { code, text, after } = await pulling(WORKS)
    assert.is(code, 1, text)
    assert.match(text, /own: 1 kind of Kubernetes 1\.34, 0 custom kinds; 6 files/)
    assert.match(text, 'warning apis/metrics.example.com/v1 is left out')
    assert.ok(after.includes('own/v1.34.0-standalone-strict/pod-v1.json'))
  },
  'nothing is written when it goes wrong': async () => {
    for (const [what, [answers, expected]] of Object.entries(WRONG)) {
      const { code, text, after } = await pulling({ ...WORKS, ...answers })
      assert.is(code, 2, `${what}: ${text}`)
      assert.match(text, expected, what)
      assert.equal(after, ['config'], what)
    }
  },
  'without the client, and without any kubeconfig': async () => {
    const missing = Object.assign(new Error('no module'), { code: 'ERR_MODULE_NOT_FOUND' })
    const load = () => Promise.reject(missing)
    await refused(readCluster({}, undefined, load), /needs the package @kubernetes\/client-node/)
    const config = new KubeConfig()
    config.loadFromDefault = () =>
      config.loadFromClusterAndUser(
        { name: 'c', server: 'http://localhost:8080', skipTLSVerify: false },
        { name: 'u' },
      )
    const client = {
      KubeConfig: function made() {
        return config
      } as unknown as typeof KubeConfig,
    }
    await refused(
      readCluster({}, undefined, async () => client),
      /there is no kubeconfig/,
    )
  },
})

async function refused(attempt: Promise<unknown>, expected: RegExp): Promise<void> {
  try {
    await attempt
  } catch (error) {
    assert.match(String(error), expected)
    return
  }
  assert.unreachable(`not refused: ${expected}`)
}
