import { manifests } from '../../generator/apps/manifests/manifests.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Resource } from '../../generator/core/resource.ts'
import { assert, describe } from '../harness.ts'
import { site } from '../site.ts'
import { valuesOf } from './values.ts'

const web: Resource = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', annotations: { team: 'maps' } },
  spec: {
    replicas: 1,
    template: {
      spec: {
        initContainers: [{ name: 'wait', image: 'registry:5000/tools/wait:v1' }],
        containers: [
          {
            name: 'web',
            image: 'ghcr.io/example/web:v1@sha256:00',
            args: ['-v', '-x'],
            env: [
              { name: 'LEVEL', value: 'info' },
              { name: 'MODE', value: 'fast' },
            ],
            ports: [{ containerPort: 80 }, { containerPort: 81 }],
            volumeMounts: [
              { name: 'data', mountPath: '/a' },
              { name: 'data', mountPath: '/b' },
            ],
          },
          { name: 'proxy', image: 'nginx' },
        ],
      },
    },
  },
}
const settings: Resource = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data: { containers: 'none' },
}
const here = site('web', { manifests: [web, settings] })
const adapted = (given: unknown) =>
  manifests.resources(valuesOf(manifests.values, given), here).resources
const POD = '/spec/template/spec'
const merged = (container: unknown) =>
  adapted({
    patches: [
      {
        kind: 'Deployment',
        name: 'web',
        merge: { spec: { template: { spec: { containers: [container] } } } },
      },
    ],
  })[0]
const problems = (given: unknown, place = here) =>
  manifests.problems?.(valuesOf(manifests.values, given), place) ?? []
const patch = (merge: unknown, name = 'web') => ({ kind: 'Deployment', name, merge })
const inContainers = (...containers: unknown[]) =>
  patch({ spec: { template: { spec: { containers } } } })

describe('manifests: what is wanted', {
  'the base is what stands in the folder, whatever the values say': () => {
    const values = valuesOf(manifests.values, { replicas: { web: 5 } })
    const base = manifests.resources(values, { ...here, environment: null })
    assert.is(base.resources, here.manifests)
  },

  'without values nothing changes': () => assert.equal(adapted({}), here.manifests),

  'images: tag, digest, full reference; registry ports are no tags': () => {
    const table = [
      ['ghcr.io/example/web', 'v2', `${POD}/containers/0/image`, 'ghcr.io/example/web:v2'],
      [
        'ghcr.io/example/web',
        'sha256:11',
        `${POD}/containers/0/image`,
        'ghcr.io/example/web@sha256:11',
      ],
      ['nginx', 'mirror.test/nginx:1.27', `${POD}/containers/1/image`, 'mirror.test/nginx:1.27'],
      [
        'registry:5000/tools/wait',
        'v2',
        `${POD}/initContainers/0/image`,
        'registry:5000/tools/wait:v2',
      ],
    ] as const
    for (const [name, by, pointer, image] of table)
      assert.is(at(adapted({ images: { [name]: by } })[0], pointer), image)
  },

  'replicas, of what has replicas': () => {
    const [deployment, config] = adapted({ replicas: { web: 3 } })
    assert.is(at(deployment, '/spec/replicas'), 3)
    assert.equal(config, settings)
  },

  'patches: fields, null, elements by name, the rest as a whole': () => {
    const changed = merged({
      name: 'web',
      args: ['-q'],
      env: [
        { name: 'LEVEL', value: 'debug' },
        { name: 'MODE', $patch: 'delete' },
        { name: 'NEW', value: '1' },
      ],
      ports: [{ containerPort: 81, name: 'http' }],
      volumeMounts: [{ mountPath: '/b', readOnly: true }],
    })
    const container = `${POD}/containers/0`
    assert.equal(at(changed, `${container}/args`), ['-q'])
    assert.equal(at(changed, `${container}/env`), [
      { name: 'LEVEL', value: 'debug' },
      { name: 'NEW', value: '1' },
    ])
    assert.equal(at(changed, `${container}/volumeMounts`), [
      { name: 'data', mountPath: '/a' },
      { name: 'data', mountPath: '/b', readOnly: true },
    ])
    assert.is(at(changed, `${container}/image`), 'ghcr.io/example/web:v1@sha256:00')
    assert.is(at(changed, `${POD}/containers/1/name`), 'proxy')
    const [bare] = adapted({ patches: [patch({ metadata: { annotations: { team: null } } })] })
    assert.equal(at(bare, '/metadata/annotations'), {})
    assert.equal(at(merged({ name: 'web', env: [] }), `${container}/env`), [])
  },

  'ports by number where they have no name': () => {
    const ports = at(
      merged({ name: 'web', ports: [{ containerPort: 81, protocol: 'TCP' }] }),
      `${POD}/containers/0/ports`,
    )
    assert.equal(ports, [{ containerPort: 80 }, { containerPort: 81, protocol: 'TCP' }])
  },
})

describe('manifests: what hits nothing is an error', {
  'each with its pointer': () => {
    const container = '/patches/0/merge/spec/template/spec/containers/0'
    const table: readonly (readonly [unknown, string, RegExp])[] = [
      [{ images: { ngnix: '1' } }, '/images/ngnix', /did you mean "nginx"/],
      [{ replicas: { settings: 2 } }, '/replicas/settings', /nothing with replicas/],
      [{ patches: [patch({}, 'wbe')] }, '/patches/0', /did you mean "Deployment\/web"/],
      [{ patches: [inContainers({ name: 'wbe' })] }, container, /no container wbe/],
      [
        { patches: [inContainers({ name: 'x', $patch: 'delete' })] },
        container,
        /takes x away, which is not there/,
      ],
      [
        { patches: [inContainers({ name: 'web', $patch: 'replace' })] },
        container,
        /says \$patch: replace, and only/,
      ],
      [
        { patches: [patch({ spec: { $patch: 'delete' } })] },
        '/patches/0/merge/spec/$patch',
        /says \$patch: delete, and only/,
      ],
      [
        { patches: [inContainers({ name: 'web', command: null })] },
        `${container}/command`,
        /takes away what is not there/,
      ],
      [
        { patches: [patch({ metadata: { name: 'other' } })] },
        '/patches/0/merge/metadata/name',
        /cannot change metadata.name/,
      ],
    ]
    for (const [given, pointer, message] of table) {
      const found = problems(given)
      assert.equal(
        found.map((p) => p.pointer),
        [pointer],
      )
      assert.match(found[0]?.message ?? '', message)
    }
    assert.equal(problems({ patches: [inContainers({ name: 'new', image: 'a:1' })] }), [])
  },

  'a patch meets what earlier patches have left': () => {
    const add = inContainers({ name: 'web', command: ['a'] })
    const remove = inContainers({ name: 'web', command: null })
    assert.equal(problems({ patches: [add, remove] }), [])
    assert.equal(
      problems({ patches: [remove, add] }).map((p) => p.pointer),
      ['/patches/0/merge/spec/template/spec/containers/0/command'],
    )
  },

  'an empty folder, and objects that choose their namespace': () => {
    assert.match(problems({}, { ...here, manifests: [] })[0]?.message ?? '', /holds no manifests/)
    const elsewhere = { ...web, metadata: { ...web.metadata, namespace: 'other' } }
    const found = problems({}, { ...here, manifests: [elsewhere, settings, elsewhere] })
    assert.is(found.length, 1)
    assert.match(found[0]?.message ?? '', /names the namespace other \(and 1 more/)
  },
})
