import { UserError } from '../../generator/core/finding.ts'
import type { Files } from '../../generator/core/tree.ts'
import { build, createRenderer, printRendering, render } from '../../generator/kustomize/index.ts'
import { assert, describe } from '../harness.ts'

const base: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': [
    'resources: [web.yaml]',
    'configMapGenerator:',
    '- name: web',
    '  literals: [a=1]',
    '',
  ].join('\n'),
  'base/web.yaml': [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: web}',
    'spec:',
    '  template:',
    '    spec:',
    '      containers: [{name: web, image: "web:1"}]',
    '      volumes: [{name: c, configMap: {name: web}}]',
    '',
  ].join('\n'),
}

/** The base, and an overlay with these lines. */
function tree(lines: readonly string[], more: Readonly<Record<string, string>> = {}): Files {
  const overlay = ['resources: [../base]', ...lines, ''].join('\n')
  return new Map(Object.entries({ ...base, 'over/kustomization.yaml': overlay, ...more }))
}

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

describe('render', {
  'keeps where every object comes from, and what changed it': () => {
    const files = tree(
      [
        'patches: [{path: p.yaml}, {target: {kind: Deployment}, patch: "[{op: add, path: /spec/paused, value: true}]"}]',
        'configMapGenerator: [{name: web, behavior: merge, literals: [b=2]}]',
      ],
      {
        'over/p.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n',
      },
    )
    const [config, web] = render(files, 'over').objects
    assert.is(config?.origin, 'base/kustomization.yaml: configMapGenerator[0]')
    assert.equal(config?.patches, ['over/kustomization.yaml: configMapGenerator[0]'])
    assert.is(web?.origin, 'base/web.yaml')
    assert.equal(web?.patches, ['over/p.yaml', 'over/kustomization.yaml: patches[1]'])
  },
  'is what build prints': () => {
    const files = tree(['namePrefix: p-'])
    assert.is(printRendering(render(files, 'over')), build(files, 'over'))
    assert.match(build(files, 'over'), 'name: p-web-')
  },
  'warns of what kustomize passes over in silence': () => {
    const { warnings } = render(
      tree([
        'commonLabels: {a: b}',
        'images: [{name: wbe, newTag: "2"}]',
        'patches:',
        '- target: {kind: Deploymen}',
        '  patch: "[{op: remove, path: /spec}]"',
      ]),
      'over',
    )
    const told = warnings.map(({ message, place }) => `${place?.line}:${place?.column} ${message}`)
    assert.equal(told, [
      '2:1 commonLabels is deprecated',
      '5:11 over/kustomization.yaml: patches[0] changes nothing: no object fits its target {"kind":"Deploymen"}',
      '3:10 over/kustomization.yaml: images: "wbe" fits no image',
    ])
  },
  'changes linked labels together, as kustomize does': () => {
    const files = new Map([
      [
        'base/kustomization.yaml',
        'resources: [s.yaml]\nlabels: [{pairs: {a: x}, includeSelectors: true}]\n',
      ],
      ['base/s.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n'],
      ['over/kustomization.yaml', 'resources: [../base]\nlabels: [{pairs: {a: z}}]\n'],
    ])
    const selectors = ['base', 'over', 'base'].map((root) => {
      const [service] = createRenderer(files).render(root).objects
      return service?.resource.spec
    })
    assert.equal(selectors, [
      { selector: { a: 'x' } },
      { selector: { a: 'z' } },
      { selector: { a: 'x' } },
    ])
  },
  'renders several overlays of one base independently, in any order': () => {
    const files = new Map([
      ...tree(['namespace: one', 'labels: [{pairs: {env: one}, includeTemplates: true}]']),
      ['two/kustomization.yaml', 'resources: [../base]\nnameSuffix: -two\n'],
    ])
    const together = createRenderer(files)
    const there = ['over', 'two', 'base'].map(together.build)
    const back = ['base', 'two', 'over'].map(createRenderer(files).build).reverse()
    const alone = ['over', 'two', 'base'].map((root) => build(files, root))
    assert.equal(there, alone)
    assert.equal(back, alone)
  },
})

/** [overlay, messages with places] */
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
      /:4:1 the field helmCharts is not supported yet$/,
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
    ['patches: [{target: {name: "(?=w)"}, patch: "[{op: remove, path: /spec}]"}]'],
    [/:2:11 .*target.name is "\(\?=w\)", which is no regular expression$/],
  ],
  [
    'a file outside the directory',
    ['configMapGenerator: [{name: c, files: [../base/web.yaml]}]'],
    [/:2:22 .*names \.\.\/base\/web.yaml, which is not in or below its own directory$/],
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
