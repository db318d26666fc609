import { UserError } from '../../generator/core/finding.ts'
import type { Files } from '../../generator/core/tree.ts'
import { createRenderer, render } from '../../generator/kustomize/index.ts'
import { assert, describe } from '../harness.ts'
import { tree } from './tree.ts'

/** What is refused, as `file:line:column message`. */
function refusal(files: Files, root = 'over'): readonly string[] {
  try {
    render(files, root)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.problems.map(({ message, place }) =>
      place ? `${place.file}:${place.line}:${place.column} ${message}` : message,
    )
  }
  return []
}

/** [overlay, messages with places] */
/** A transformer configured inline. */
function plugin(...lines: readonly string[]): readonly string[] {
  return ['transformers:', '- |', ...lines.map((line) => `  ${line}`)]
}

const refusals: readonly (readonly [string, readonly string[], readonly (string | RegExp)[]])[] = [
  [
    'a missing resource',
    ['components: [../nope]'],
    [/^over\/kustomization.yaml:2:14 \.\.\/nope .*is neither a file nor a directory/],
  ],
  [
    'several mistakes at once',
    ['namePrefix: 1', 'resource: []', 'helmCharts: [{}]'],
    [
      /:2:13 namePrefix is 1, must be a string$/,
      /:3:1 unknown field "resource"$/,
      /:4:1 the field helmCharts needs helm, which is not run here$/,
    ],
  ],
  [
    'a patch for nobody',
    ['patches:', '- patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: wbe}}"'],
    [/:3:3 .*Deployment\/default\/wbe of apps\/v1: no object has this id$/],
  ],
  [
    'replicas of nobody',
    ['replicas: [{name: wbe, count: 2}]'],
    [/:2:12 .*replicas names "wbe", and no workload is called so$/],
  ],
  [
    'a regular expression that RE2 has not',
    ['patches: [{target: {name: "(?=w)"}, patch: "- {op: remove, path: /spec}"}]'],
    [/:2:11 .*target.name is "\(\?=w\)", which is no regular expression$/],
  ],
  [
    'YAML in brackets where only JSON is read',
    ['patches: [{target: {name: web}, patch: "[{op: remove, path: /spec}]"}]'],
    [/begins with "\[", so it is read as JSON, and is none/],
  ],
  [
    'a file outside the directory',
    ['configMapGenerator: [{name: c, files: [../base/web.yaml]}]'],
    [/:2:22 .*names \.\.\/base\/web.yaml, which is not in or below its own directory$/],
  ],
  [
    'a JSON patch without a name, or without operations',
    ['patchesJson6902: [{target: {kind: Deployment}, patch: "[]"}]'],
    [/:2:19 .*has no target.name$/],
  ],
  [
    'an old JSON patch without content',
    ['patchesJson6902: [{target: {name: web}}]'],
    [/:2:19 .*needs exactly one of patch and path$/],
  ],
  [
    'an empty old JSON patch',
    ['patchesJson6902: [{target: {name: web}, patch: "[]"}]'],
    [/:2:19 .*has no operation$/],
  ],
  [
    'an operation that is none',
    ['patches: [{target: {name: web}, patch: "- {op: jump, path: /a}"}]'],
    [/:2:11 .*jump \/a does not apply: op must be/],
  ],
  [
    'a JSON patch of something else',
    ['patches: [{target: {name: web}, patch: "[1]"}]'],
    [/:2:11 .*operation 1 is no map$/],
  ],
  [
    'a move from nowhere',
    ['patches: [{target: {name: web}, patch: "- {op: move, path: /a}"}]'],
    [/:2:11 .*operation 1 has no from$/],
  ],
  [
    'labels in something that is no map',
    [
      'labels: [{pairs: {a: b}, fields: [{path: spec/template/spec/containers/name, create: true}]}]',
    ],
    [/:2:10 cannot set a in something that is no map$/],
  ],
  [
    'an unknown order',
    ['sortOptions: {order: x}'],
    [/sortOptions.order is "x", must be fifo or legacy$/],
  ],
  [
    'an order that does not take kinds',
    ['sortOptions: {order: fifo, legacySortOptions: {orderFirst: [Pod]}}'],
    [/legacySortOptions does not go with order: fifo$/],
  ],
  [
    'an absolute path, or one on the network',
    ['components: ["https://example.org/x"]'],
    [/:2:14 .*names "https:\/\/example.org\/x", which is not on this machine$/],
  ],
  [
    'a literal without key',
    ['configMapGenerator: [{name: c, literals: [a]}]'],
    [/:2:22 .*has the literal "a"$/],
  ],
  [
    'a file source with two keys',
    ['configMapGenerator: [{name: c, files: [a=b=c]}]'],
    [/:2:22 .*has the file source "a=b=c"$/],
  ],
  [
    'a value of the wrong kind',
    ['images: {}', 'labels: [1]', 'commonLabels: {a: 1}', 'replicas: [{name: web, count: many}]'],
    [
      /:2:9 images is \{\}, must be a list$/,
      /:3:10 labels.0 is 1, must be a map$/,
      /:4:19 commonLabels.a is 1, must be a string$/,
      /:5:31 replicas.0.count is "many", must be an integer$/,
    ],
  ],
  [
    'a kind of its own',
    ['kind: Kustomisation'],
    [/:2:7 kind is "Kustomisation", must be Kustomization or Component$/],
  ],
  [
    'a replacement of nothing',
    ['replacements: [{targets: [{select: {kind: Service}}]}]'],
    [/:2:16 .*needs exactly one of source and sourceValue$/],
  ],
  [
    'annotations and the notes of kustomize copied into YAML',
    [
      'configMapGenerator: [{name: c, literals: ["y=a: {b: 1}"], options: {annotations: {x: q}}}]',
      'replacements: [{source: {kind: ConfigMap, name: c, fieldPath: metadata}, targets: [{select: {name: c}, fieldPaths: [data.y.a]}]}]',
    ],
    [/:3:16 .*kustomize would copy its own notes with the annotations into the text$/],
  ],
  [
    'a map that a patch has changed, copied into YAML',
    [
      'configMapGenerator: [{name: c, literals: ["y=a: {b: 1}"]}]',
      'patches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {x: {y: z}}} #"}]',
      'replacements: [{source: {kind: Deployment, name: web, fieldPath: spec}, targets: [{select: {name: c}, fieldPaths: [data.y.a]}]}]',
    ],
    [/:4:16 .*spec was changed by a patch or a replacement, whose comments would be copied/],
  ],
  [
    'vars that read from nothing',
    ['vars: [{name: V, objref: {kind: Service, name: x, apiVersion: v1}}]'],
    [/the var "V" has no value: no object fits its objref$/],
  ],
  [
    'a plugin that is a program',
    plugin('apiVersion: acme.io/v1', 'kind: Sed', 'metadata: {name: s}'),
    [/:3:3 .*Sed\/default\/s is a plugin of acme.io\/v1: a program or a Go library/],
  ],
  [
    'a plugin that is a container',
    plugin(
      'apiVersion: acme.io/v1',
      'kind: Sed',
      'metadata: {name: s, annotations: {config.kubernetes.io/function: "container: {image: sed}"}}',
    ),
    [/:3:3 .*Sed\/default\/s runs a container, a program or a script/],
  ],
  [
    'helm as a plugin',
    plugin('apiVersion: builtin', 'kind: HelmChartInflationGenerator', 'metadata: {name: h}'),
    [/:3:3 .*needs helm, which is not run here$/],
  ],
  [
    'a plugin that does not exist',
    plugin('apiVersion: builtin', 'kind: SortOrderTransformer', 'metadata: {name: s}'),
    [/:3:3 .*SortOrderTransformer\/default\/s is no builtin plugin$/],
  ],
  [
    'a plugin with a value of the wrong kind',
    plugin('apiVersion: builtin', 'kind: LabelTransformer', 'metadata: {name: l}', 'labels: [a]'),
    [/:3:3 .*cannot be read: labels is \["a"\], must be a map$/],
  ],
  [
    'a validator that changes something',
    plugin(
      'apiVersion: builtin',
      'kind: LabelTransformer',
      'metadata: {name: l}',
      'labels: {a: b}',
      'fieldSpecs: [{path: metadata/labels, create: true}]',
    ).map((line) => line.replace('transformers', 'validators')),
    [/:3:3 .*the validator LabelTransformer\/default\/l changes Deployment\/default\/web$/],
  ],
  [
    'a second openapi.version',
    ['openapi: {version: v1.99.0}'],
    [/:2:10 .*openapi.version is "v1.99.0", kustomize has v1.21.2 only$/],
  ],
  [
    'a hash over lines and columns that have changed',
    [
      'patches:',
      '- target: {kind: ConfigMap}',
      '  options: {allowKindChange: true}',
      '  patch: "{kind: Widget, metadata: {name: web}}"',
    ],
    [/the hash of this Widget depends on the lines, columns and comments of its text$/],
  ],
  [
    'a path out of the repository',
    ['components: [../../elsewhere]'],
    [/:2:14 .*which is outside the repository$/],
  ],
]

describe('render refuses', {
  ...Object.fromEntries(
    refusals.map(([what, lines, expected]) => [
      what,
      () => {
        const told = refusal(tree(lines))
        assert.is(told.length, expected.length, told.join('\n'))
        for (const [i, pattern] of expected.entries()) assert.match(told[i] ?? '', pattern)
      },
    ]),
  ),
  'files that cannot be read': () => {
    const more = {
      'over/r.yaml': 'replacements: [\n',
      'over/list.yaml': '- {source: 1}\n',
      'over/items.yaml': 'kind: ConfigMapList\nitems: x\n',
      'over/sep.yaml': 'a: b\n--- x\nc: d\n',
    }
    const rows: readonly (readonly [string, RegExp])[] = [
      ['replacements: [{path: list.yaml}]', /^over\/list.yaml:1:12 0.source is 1, must be a map$/],
      [
        'replacements: [{path: list.yaml, sourceValue: x, targets: [{}]}]',
        /:2:16 .*has a path beside/,
      ],
      ['configMapGenerator: [{name: c, envs: [bytes]}]', /:2:22 .*bytes is not UTF-8$/],
      ['components: [many]', /has several kustomization files/],
      ['patches: [{path: items.yaml, target: {}}]', /items of the ConfigMapList .* is no list$/],
      [
        'patches: [{path: sep.yaml, target: {}}]',
        /^over\/sep.yaml:2:1 "--- x" is no document separator$/,
      ],
    ]
    for (const [line, expected] of rows) {
      const files = new Map(tree([line], more))
      files.set('over/bytes', new Uint8Array([255, 254]))
      files.set('over/many/kustomization.yaml', '').set('over/many/Kustomization', '')
      assert.match(refusal(files)[0] ?? '', expected)
    }
  },
  'a base that leads back, also when it is already known': () => {
    const files = new Map([
      ['a/kustomization.yaml', 'resources: [../b]\n'],
      ['b/kustomization.yaml', 'resources: [c]\n'],
      ['b/c/kustomization.yaml', 'resources: [../../d]\n'],
      ['d/kustomization.yaml', 'resources: [../b]\n'],
    ])
    for (const root of ['a', 'b', 'd', 'b/c'])
      assert.match(refusal(files, root)[0] ?? '', 'leads back')
    const known = createRenderer(
      new Map([
        ['x/kustomization.yaml', 'namePrefix: x-\n'],
        ['base/kustomization.yaml', 'resources: [../x]\n'],
        ['x/y/kustomization.yaml', 'resources: [../../base]\n'],
      ]),
    )
    assert.is(known.build('base'), '')
    assert.throws(() => known.build('x/y'), /leads back to x, which contains x\/y/)
  },
})
