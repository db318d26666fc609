import { build, createRenderer, printRendering, render } from '../../generator/kustomize/index.ts'
import { assert, describe } from '../harness.ts'
import { tree } from './tree.ts'

describe('render', {
  'keeps where every object comes from, and what changed it': () => {
    const files = tree(
      [
        'patches: [{path: p.yaml}, {target: {kind: Deployment}, patch: "- {op: add, path: /spec/paused, value: true}"}]',
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
        '  patch: "- {op: remove, path: /spec}"',
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
