import { RE2JS } from 're2js'
import { loadCatalog } from '../../generator/validate/index.ts'
import { interpret } from '../../generator/validate/interpret.ts'
import { type OpenApiDocument, served } from '../../generator/validate/store/openapi.ts'
import { portablePattern } from '../../generator/validate/store/pattern.ts'
import { pulledFiles } from '../../generator/validate/store/pulled.ts'
import { assert, describe } from '../harness.ts'

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
const ref = (name: string) => ({ allOf: [{ $ref: `#/components/schemas/${name}` }], default: {} })
const text = { type: 'string', description: 'a text' }

/** A document as a server publishes it: each schema is of the kind that stands beside its name, or of none. */
function document(
  [group, version]: readonly [group: string, version: string],
  paths: Readonly<Record<string, readonly [kind: string, ...actions: string[]]>>,
  schemas: Readonly<Record<string, readonly [kind: string | undefined, properties: object]>>,
): OpenApiDocument {
  const prefix = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const gvk = (kind: string) => ({ group, version, kind })
  const operations = ([kind, ...actions]: readonly string[]) =>
    actions.map((action) => [
      action,
      { 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': gvk(kind ?? '') },
    ])
  return {
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, said]) => [
        `${prefix}/${path}`,
        { ...Object.fromEntries(operations(said)), parameters: [{ name: 'pretty', in: 'query' }] },
      ]),
    ),
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, [kind, properties]]) => [
          name,
          {
            type: 'object',
            description: name,
            properties,
            ...(kind ? { 'x-kubernetes-group-version-kind': [gvk(kind)] } : {}),
          },
        ]),
      ),
    },
  }
}

const metadata = { metadata: ref(META) }

/** A small cluster: kinds of its own, of definitions, of a server behind it; two that share their short name. */
const DOCUMENTS: readonly OpenApiDocument[] = [
  document(
    ['a.example.org', 'v1'],
    { 'things/{name}': ['Thing', 'get'], 'watch/things': ['Thing', 'watchlist'] },
    {
      'org.example.a.v1.Thing': [
        'Thing',
        { ...metadata, spec: { type: 'object', properties: { size: text } } },
      ],
    },
  ),
  document(
    ['a.other.org', 'v1'],
    { 'namespaces/{namespace}/things': ['Thing', 'post'] },
    { 'org.other.a.v1.Thing': ['Thing', metadata] },
  ),
  document(
    ['parts.example.com', 'v2'],
    { 'namespaces/{namespace}/parts/{name}': ['Part', 'get', 'put', 'delete'] },
    {
      'com.example.api.v2.Part': [
        'Part',
        { ...metadata, spec: ref('com.example.api.v2.PartSpec') },
      ],
      'com.example.api.v2.PartSpec': [
        undefined,
        { secret: ref('io.k8s.api.core.v1.LocalObjectReference') },
      ],
      [META]: [undefined, { name: { type: 'integer' } }],
    },
  ),
  document(
    ['', 'v1'],
    {
      'namespaces/{namespace}/pods': ['Pod', 'list', 'post', 'deletecollection'],
      'namespaces/{namespace}/pods/{name}': ['Pod', 'get', 'put', 'patch', 'delete'],
      'namespaces/{namespace}/pods/{name}/log': ['Pod', 'get'],
      'namespaces/{namespace}/pods/{name}/proxy/{path}': ['PodProxyOptions', 'connect'],
      'watch/namespaces/{namespace}/pods': ['Pod', 'watchlist'],
      'namespaces/{name}': ['Namespace', 'get'],
      'namespaces/{name}/finalize': ['Namespace', 'put'],
    },
    {
      'io.k8s.api.core.v1.Pod': ['Pod', metadata],
      'io.k8s.api.core.v1.PodList': ['PodList', {}],
      'io.k8s.api.core.v1.Namespace': ['Namespace', metadata],
      'io.k8s.api.core.v1.LocalObjectReference': [undefined, { name: text }],
      [META]: [undefined, { name: text }],
    },
  ),
]

const pulled = (documents: readonly OpenApiDocument[]) =>
  pulledFiles(served(documents, 'v1.34.4'), [], {})

const FOLDER = 'v1.34.0-standalone-strict'

describe('pulled schemas', {
  'plural, scope, verbs and subresources come from the paths': () => {
    const rows = JSON.parse(pulled(DOCUMENTS).files.get(`${FOLDER}/_resources.json`) ?? '')
    const common = { group: '', version: 'v1' }
    assert.equal(rows, [
      {
        ...{ ...common, kind: 'Namespace', plural: 'namespaces', namespaced: false },
        ...{ verbs: ['get'], subresources: ['finalize'] },
      },
      {
        ...{ ...common, kind: 'Pod', plural: 'pods', namespaced: true },
        verbs: 'create delete deletecollection get list patch update watch'.split(' '),
        subresources: ['log', 'proxy'],
      },
    ])
  },
  'every kind can be judged, and two kinds with one short name have none': () => {
    const { files, hidden, native, custom } = pulled(DOCUMENTS)
    assert.equal([native, custom], [2, 3])
    assert.equal(hidden, ['a.example.org/v1 Thing', 'a.other.org/v1 Thing'])
    assert.not.ok(files.has(`${FOLDER}/thing-a-v1.json`))
    assert.ok(files.has(`${FOLDER}/part-parts-v2.json`))
    const catalog = loadCatalog((path) => files.get(path))
    const unknown = { metadata: { name: 'a' }, spec: { size: 'x', secret: { name: 'a' }, foo: 1 } }
    const found = ['a.example.org/v1 Thing', 'parts.example.com/v2 Part'].map((name) => {
      const [apiVersion = '', kind = ''] = name.split(' ')
      const schema = catalog.schemaOf(apiVersion, kind, '1.34')
      if (schema === undefined) throw new Error(`no schema for ${name}`)
      const { root, resolve } = schema
      const object = { apiVersion, kind, ...unknown }
      return interpret(object, root, { resolve, pattern: catalog.pattern, secret: false })
        .map(({ rule, pointer }) => `${rule} ${pointer}`)
        .toSorted()
    })
    assert.equal(found, [
      ['known-field /spec/foo', 'known-field /spec/secret'],
      [
        'known-field /apiVersion',
        'known-field /kind',
        'known-field /spec/foo',
        'known-field /spec/size',
      ],
    ])
  },
  'neither the order of the documents nor texts change a byte': () => {
    const bytes = (documents: readonly OpenApiDocument[]) => [...pulled(documents).files].toSorted()
    assert.equal(bytes(DOCUMENTS.toReversed()), bytes(DOCUMENTS))
    for (const [path, content] of bytes(DOCUMENTS)) assert.not.match(content, 'description', path)
  },
  'definitions alone make a folder without a version': () => {
    const kind = { group: 'a.example.org', version: 'v1', kind: 'Thing', plural: 'things' }
    const thing = { ...kind, namespaced: true, schema: { type: 'object' } }
    const { files, minor } = pulledFiles(undefined, [thing], { [META]: { type: 'object' } })
    assert.is(minor, undefined)
    assert.equal([...files.keys()].toSorted(), [
      '_versions.json',
      'crds/_definitions.json',
      'crds/_resources.json',
      'crds/a.example.org/thing_v1.json',
    ])
    assert.is(files.get('_versions.json'), '[]\n')
  },
})

/** Patterns of Go that not every JavaScript compiles, and texts that tell right from wrong. */
const PATTERNS: Readonly<Record<string, readonly string[]>> = {
  '^(?i)(abort|warn)?$': ['Abort', 'WARN', '', 'warns'],
  '^((?i)sun|mon)day(?:((:(sun|mon)day)$)|$)': [
    'SUNday',
    'sunDAY',
    'monday:sunday',
    'monday:SUNday',
  ],
  'a(?i:b[0-9])c': ['aB1c', 'Ab1c', 'ab1C', 'ab1c'],
  '\\Aa\\z': ['a', 'ba', 'a\n'],
  '^[[:alpha:]_]+\\-\\@[]x]$': ['ab_-@]', 'ab-@x', '1-@x'],
}

describe('patterns of Go', {
  'mean the same in JavaScript': () => {
    for (const [source, texts] of Object.entries(PATTERNS)) {
      assert.is.not(portablePattern(source), source)
      const ours = new RegExp(portablePattern(source), 'u')
      const theirs = RE2JS.compile(source)
      const verdicts = texts.map((one) => ours.test(one))
      assert.equal(
        verdicts,
        texts.map((one) => theirs.matcher(one).find()),
        source,
      )
      assert.equal(new Set(verdicts), new Set([true, false]), source)
    }
  },
  'stay as they are when they compile, or when nobody knows better': () => {
    for (const source of ['^a(?:b)[c-e]$', '(?s).', '(?i)[a-z]', '(?<x>'])
      assert.is(portablePattern(source), source)
  },
})
