import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Resource } from '../../generator/core/resource.ts'
import { example, exampleDeployment } from '../../generator/validate/example.ts'
import { checkCluster, checkObject, rules } from '../../generator/validate/index.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const rich = join(import.meta.dirname, 'rich')

/** What a real server took as it is: `npm run mutate` asks it again. */
const accepted = ['known', 'held-out'].flatMap((set) =>
  readdirSync(join(rich, set)).flatMap(
    (file) => readYaml(readFileSync(join(rich, set, file), 'utf8'), file) as Resource[],
  ),
)

const CONTEXT = { catalog, kubernetes: '1.34' }

/** What a schema requires and the server does without, or gives a value itself. */
const TOLERATED: readonly (readonly [kind: string, change: (object: Resource) => object])[] = [
  ['PriorityClass', ({ value, ...rest }) => rest],
  ['RoleBinding', (object) => ({ ...object, roleRef: { kind: 'Role', name: 'a' } })],
  ['EndpointSlice', ({ endpoints, ...rest }) => rest],
  ['LimitRange', (object) => ({ ...object, spec: {} })],
  ['CSIDriver', ({ spec, ...rest }) => rest],
]

describe('rich objects', {
  'every native kind that people write is there, and no error is found in what a server takes':
    () => {
      assert.ok(new Set(accepted.map(({ kind }) => kind)).size >= 30)
      for (const object of accepted) {
        const about = `${object.kind} ${object.metadata.name}`
        assert.equal(checkObject(object, catalog, '1.34'), [], about)
        for (const { id, scope, severity, check } of rules) {
          if (scope !== 'object' || severity !== 'error') continue
          if (id === 'plaintext-secret' || id === 'image-pinned') continue // stricter than a server
          const found = Array.from(check([object], CONTEXT), ({ message }) => message)
          assert.equal(found, [], `${about}: ${id}`)
        }
      }
    },
  'a field that only the OpenAPI requires is no error': () => {
    for (const [kind, change] of TOLERATED) {
      const object = accepted.find((one) => one.kind === kind)
      assert.ok(object, kind)
      if (object === undefined) continue
      const changed = change(object) as Resource
      for (const version of catalog.versions)
        assert.equal(checkObject(changed, catalog, version), [], `${kind} ${version}`)
    }
  },
  'null among the elements of a list with keys is an error': () => {
    const pods = exampleDeployment({}, { imagePullSecrets: [null] })
    const atomic = example('ServiceAccount', 'a', { imagePullSecrets: [null] })
    assert.is(checkObject(pods, catalog, '1.34')[0]?.rule, 'unique-key')
    assert.equal(checkObject(atomic, catalog, '1.34'), [])
  },
})

const kustomization = (name: string, spec: object): Resource =>
  example('Kustomization', name, {
    spec: {
      interval: '60m',
      path: `./overlays/${name}`,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      prune: false,
      ...spec,
    },
  })

const claim = (name: string): Resource =>
  example('PersistentVolumeClaim', name, {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  })

const script = (name: string): Resource =>
  example('ConfigMap', name, { data: { run: `echo \${HOME}` } })

/** Sources of the findings of one rule, in a cluster where each Kustomization delivers a folder of its own. */
const found = (rule: string, spec: object, object: (name: string) => Resource) =>
  checkCluster(
    [
      { source: 'flux', resources: [kustomization('a', spec), kustomization('b', {})] },
      { source: 'overlays/a', resources: [object('a')] },
      { source: 'overlays/b', resources: [object('b')] },
    ],
    CONTEXT,
  )
    .filter((finding) => finding.rule === rule)
    .map(({ source }) => source)

describe('who delivers what', {
  'only what a pruning Kustomization delivers needs protection': () => {
    assert.equal(found('prune-protection', { prune: true }, claim), ['overlays/a'])
  },
  'Flux substitutes only in what a Kustomization with variables delivers': () => {
    const spec = { postBuild: { substitute: { region: 'north' } } }
    assert.equal(found('flux-substitution', spec, script), ['overlays/a'])
  },
})
