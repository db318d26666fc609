import { readFileSync } from 'node:fs'
import { warningsPage } from '../../generator/cli/warnings-page.ts'
import { render } from '../../generator/kustomize/index.ts'
import { warnings } from '../../generator/kustomize/warnings/index.ts'
import { type Example, header } from '../../generator/kustomize/warnings/warning.ts'
import { catalog } from '../catalog.ts'
import { said } from '../cli/said.ts'
import { assert, describe } from '../harness.ts'

const filesOf = (example: Example) => new Map(Object.entries(example))

/** What a tree is told, as `name file:line:column`. */
const told = (example: Example) =>
  render(filesOf(example), '.').warnings.map(
    ({ id, place }) =>
      `${id?.slice('kustomize/'.length)} ${place?.file}:${place?.line}:${place?.column}`,
  )

/** What is new in kustomize is told beside traps of what is new. */
const versions = 'kustomize/older-kubectl'

const idsOf = (example: Example) =>
  render(filesOf(example), '.').warnings.map(({ id }) => id ?? 'no id')

describe('warnings', {
  'each is told for its example, with a place in it, and for nothing else in it': () => {
    for (const { id, example } of warnings) {
      const found = render(filesOf(example.bad), '.').warnings
      const own = found.filter((problem) => problem.id === id)
      assert.ok(own.length > 0, `${id} is not told for its example: ${JSON.stringify(found)}`)
      for (const { place, message, hint } of own) {
        assert.ok(
          place && place.file in example.bad,
          `${id} has no place: ${JSON.stringify(place)}`,
        )
        assert.ok(message !== '' && hint !== '', id)
      }
      const others = found.filter((problem) => problem.id !== id && problem.id !== versions)
      assert.equal(others, [], `${id} comes with others`)
    }
  },
  'the corrected example is told nothing': () => {
    for (const { id, example } of warnings)
      assert.equal(
        idsOf(example.good).filter((other) => other !== versions || other === id),
        [],
        id,
      )
  },
  'docs/warnings.md is up to date: npm run docs': () => {
    assert.is(readFileSync('docs/warnings.md', 'utf8'), warningsPage(warnings))
  },
  'ids are unique, and named after their files': () => {
    assert.is(new Set(warnings.map(({ id }) => id)).size, warnings.length)
    for (const { id } of warnings) assert.match(id, /^kustomize\/[a-z]+(-[a-z]+)*$/)
  },
})

/** One object with more lines, changed by one patch file. */
const patched = (
  object: string,
  more: string,
  patch: string,
  entry = '{path: p.yaml}',
): Example => ({
  'kustomization.yaml': `resources: [a.yaml]\npatches: [${entry}]\n`,
  'a.yaml': object + more,
  'p.yaml': patch.startsWith('-') ? patch : object + patch,
})
const service = header('v1', 'Service', 'web')
const deployment = header('apps/v1', 'Deployment', 'web')
const pod = header('v1', 'Pod', 'web')
const thing = header('example.org/v1', 'Thing', 'web')
const ports = (...list: string[]) => `spec: {ports: [${list.join(', ')}]}\n`
const replaced = (target: string, more: string): Example => ({
  'kustomization.yaml': `resources: [a.yaml]\nreplacements:\n- source: {kind: ConfigMap, fieldPath: data.v}\n  targets: [${target}]\n`,
  'a.yaml': `${header('v1', 'ConfigMap', 'c')}data: {v: x${more}}\n---\n${thing}spec: {a: b}\n`,
})

/** Variants of what the examples show: the tree, and all that it is told. */
const variants: Readonly<Record<string, readonly [Example, readonly string[]]>> = {
  'a port whose protocol only the patch has': [
    patched(
      service,
      ports('{port: 80, nodePort: 30080, name: a}'),
      ports('{port: 80, protocol: TCP, targetPort: x}'),
    ),
    ['list-element-lost kustomization.yaml:2:11'],
  ],
  'a port that the patch deletes, one that it adds, one that it leaves alone': [
    patched(
      service,
      ports('{port: 80, protocol: TCP}', '{port: 81, protocol: TCP}'),
      ports('{port: 80, protocol: TCP, $patch: delete}', '{port: 82, protocol: TCP, name: c}'),
    ),
    [],
  ],
  'containers twice in the object': [
    patched(
      pod,
      'spec: {containers: [{name: a, image: "x:1"}, {name: a, image: "y:1"}]}\n',
      'spec: {containers: [{name: a, image: "z:1"}]}\n',
    ),
    ['list-element-lost kustomization.yaml:2:11'],
  ],
  'an element without its key': [
    patched(
      pod,
      'spec: {containers: [{name: a, image: "x:1"}]}\n',
      'spec: {containers: [{image: "z:1"}]}\n',
    ),
    ['list-element-lost kustomization.yaml:2:11'],
  ],
  'a list that the patch replaces': [
    patched(
      pod,
      'spec: {containers: [{name: a, image: "x:1"}]}\n',
      'spec: {containers: [{$patch: replace}, {name: b, image: "z:1"}]}\n',
    ),
    [],
  ],
  'a volume mount inside of a container': [
    patched(
      pod,
      'spec: {containers: [{name: a, image: "x:1", ports: [{containerPort: 80, protocol: UDP}]}]}\n',
      'spec: {containers: [{name: a, ports: [{containerPort: 80, hostPort: 80}]}]}\n',
    ),
    ['list-element-lost kustomization.yaml:2:11'],
  ],
  'variables of one name in a container that the patch does not name': [
    patched(
      pod,
      'spec: {containers: [{name: a, image: "x:1", env: [{name: E, value: b}, {name: E, value: c}]}]}\n',
      'spec: {hostNetwork: true}\n',
    ),
    ['list-element-lost kustomization.yaml:2:11'],
  ],
  'a new container with an image': [
    patched(
      pod,
      'spec: {containers: [{name: a, image: "x:1"}]}\n',
      'spec: {containers: [{name: b, image: "y:1"}]}\n',
    ),
    [],
  ],
  'Recreate beside rollingUpdate': [
    patched(
      deployment,
      'spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}\n',
      'spec:\n  strategy:\n    type: Recreate\n',
    ),
    ['two-of-one p.yaml:6:5'],
  ],
  'a value beside valueFrom, by a patch': [
    patched(
      pod,
      'spec: {containers: [{name: a, image: "x:1", env: [{name: E, value: b}]}]}\n',
      'spec: {containers: [{name: a, env: [{name: E, valueFrom: {fieldRef: {fieldPath: x}}}]}]}\n',
    ),
    ['two-of-one p.yaml:4:47'],
  ],
  'a word in a JSON patch': [
    patched(
      thing,
      'spec: {}\n',
      '- {op: add, path: /spec/a, value: no}\n',
      '{path: p.yaml, target: {kind: Thing}}',
    ),
    ['yaml-word p.yaml:1:35'],
  ],
  'an octal mode, which every reader understands alike': [
    { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': `${thing}spec: {mode: 0644}\n` },
    [],
  ],
  'a number in a label, and words and dates in texts': [
    {
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels:\n    v: 1.10\n  annotations:\n    d: 2026-01-31\ndata:\n  f: |\n    a: yes\n    b: 2026-01-31\n',
    },
    ['value-changes a.yaml:6:8'],
  ],
  'a custom kind whose definition is in the build': [
    {
      'kustomization.yaml': 'resources: [a.yaml]\nnamespace: maps\n',
      'a.yaml': `${thing}---\n${header('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'things.example.org')}spec: {group: example.org, scope: Cluster, names: {kind: Thing}}\n`,
    },
    ['namespaced-cluster-kind kustomization.yaml:2:12'],
  ],
  'an image name with escaped dots': [
    {
      'kustomization.yaml': "resources: [a.yaml]\nimages: [{name: 'x\\.y/z', newTag: v2}]\n",
      'a.yaml': `${pod}spec: {containers: [{name: a, image: "x.y/z:1"}]}\n`,
    },
    [],
  ],
  'an empty patch': [
    { ...patched(thing, '', ''), 'p.yaml': '# nothing\n' },
    ['older-kubectl kustomization.yaml:2:11'],
  ],
  'the image of a volume': [
    {
      'kustomization.yaml': 'resources: [a.yaml]\nimages: [{name: x, newTag: v2}]\n',
      'a.yaml': `${pod}spec: {volumes: [{name: v, image: {reference: "x:1"}}]}\n`,
    },
    ['older-kubectl kustomization.yaml:2:10'],
  ],
  'a regular expression in select': [
    replaced('{select: {kind: "Th.*"}, fieldPaths: [spec.a]}', ''),
    ['older-kubectl kustomization.yaml:3:3'],
  ],
  'a group with dots in select': [
    replaced('{select: {group: example.org}, fieldPaths: [spec.a]}', ''),
    [],
  ],
  'a name copied into a reference, which gets its hash': [
    {
      'kustomization.yaml':
        'resources: [a.yaml]\nconfigMapGenerator: [{name: c, literals: [a=1]}]\nreplacements:\n- source: {kind: ConfigMap, name: c}\n  targets:\n  - {select: {kind: Pod}, fieldPaths: [spec.volumes.0.configMap.name]}\n',
      'a.yaml': `${pod}spec: {volumes: [{name: v, configMap: {name: x}}]}\n`,
    },
    [],
  ],
  'keys that objects of JavaScript have': [
    {
      'kustomization.yaml': 'resources: [a.yaml]\nnamespace: maps\nimages: [{name: constructor}]\n',
      'a.yaml': `${header('constructor/v1', '__proto__', 'toString')}spec: {__proto__: {a: 1}, constructor: {containers: [{}]}}\n`,
    },
    ['image-hits-nothing kustomization.yaml:3:10'],
  ],
}

describe('variants of warnings', {
  ...Object.fromEntries(
    Object.entries(variants).map(([title, [tree, wanted]]) => [
      title,
      () => assert.equal(told(tree), wanted),
    ]),
  ),
  'one of many objects is told, with the number of the others': () => {
    const pods = ['a', 'b', 'c'].map(
      (name) =>
        `${header('v1', 'Pod', name)}spec: {containers: [{name: m, image: "x:1", ports: [{containerPort: 80, protocol: TCP}]}]}\n`,
    )
    const { warnings } = render(
      filesOf({
        'kustomization.yaml':
          'resources: [a.yaml]\npatches: [{path: p.yaml, target: {kind: Pod}}]\n',
        'a.yaml': pods.join('---\n'),
        'p.yaml': `${pod}spec: {containers: [{name: m, ports: [{containerPort: 80, name: w}]}]}\n`,
      }),
      '.',
    )
    assert.is(warnings.length, 1)
    assert.match(warnings[0]?.message ?? '', /, and the same in 2 more$/)
  },
  'a base that two directories use is told once': () => {
    const found = told({
      'kustomization.yaml': 'resources: [one, two]\n',
      'one/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\n',
      'two/kustomization.yaml': 'resources: [../base]\nnamePrefix: b-\n',
      'base/kustomization.yaml': 'resources: [a.yaml]\nimages: [{name: none, newTag: v1}]\n',
      'base/a.yaml': pod,
    })
    assert.equal(found, ['image-hits-nothing base/kustomization.yaml:2:10'])
  },
})

describe('warnings on the command line', {
  'validate tells them for any directory, by their id, and does not fail': async () => {
    const [example] = warnings.filter(({ id }) => id === 'kustomize/yaml-word')
    const tree = Object.entries(example?.example.bad ?? {}).map(([file, text]) => [
      `a/${file}`,
      text,
    ])
    const [app] = catalog.apps
    assert.ok(app)
    if (app === undefined) return
    const [code, text] = await said(app, Object.fromEntries(tree), 'validate', 'a')
    assert.is(code, 0)
    assert.match(
      text,
      /yes without quotes is a text[\s\S]*kustomize\/yaml-word \(a\/web.yaml:4:17\)/,
    )
  },
})
