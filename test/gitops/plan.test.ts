import type { Resource } from '../../generator/core/resource.ts'
import { delivered, depths, type Unit } from '../../generator/gitops/plan.ts'
import { projects } from '../../generator/gitops/projects.ts'
import { KEEP, PREFLIGHT } from '../../generator/model/pods.ts'
import { assert, describe } from '../harness.ts'

const unit = (name: string, ...after: readonly string[]): Unit => ({
  name,
  role: 'application',
  environment: 'e',
  instance: name,
  namespace: 'n',
  folder: name,
  sources: [],
  objects: [],
  after,
  awaits: [],
})

const object = (kind: string, annotations: Readonly<Record<string, string>>): Resource => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : 'v1',
  kind,
  metadata: { name: 'x', namespace: 'n', annotations },
})

describe('delivery plan', {
  'depth is the longest way from the start': () => {
    const found = depths([unit('d', 'b', 'c'), unit('a'), unit('b', 'a'), unit('c', 'b')])
    assert.equal(Object.fromEntries(found), { a: 0, b: 1, c: 2, d: 3 })
  },
  'an order that cannot be is a bug of ours': () => {
    assert.throws(() => depths([unit('a', 'b'), unit('b', 'a')]), /cycle.*: a → b → a/)
    assert.throws(() => depths([unit('a', 'b')]), /a comes after b, which is not there/)
  },
  'an object is kept only if both engines are told': () => {
    const kept = (annotations: Readonly<Record<string, string>>) =>
      delivered(object('PersistentVolumeClaim', annotations), 'application', false).kept
    assert.is(kept(KEEP), true)
    const told = ['argocd.argoproj.io/sync-options', 'kustomize.toolkit.fluxcd.io/prune']
    for (const key of told) assert.is(kept({ ...KEEP, [key]: '' }), false)
    assert.is(kept({ ...KEEP, 'argocd.argoproj.io/sync-options': 'Prune=false' }), false)
  },
  'a project for objects of the whole cluster alone allows none in a namespace': () => {
    const role = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', namespace: '' }
    const objects = [{ ...role, name: 'x', kept: false }]
    const [, project] = projects({
      cluster: 'c',
      engine: { kind: 'argocd', namespace: 'argocd' },
      repository: { url: 'https://git.example.org/fleet.git', branch: 'main' },
      folder: 'clusters/c/argocd',
      units: [{ ...unit('a'), objects }],
    })
    const { namespaceResourceWhitelist, namespaceResourceBlacklist } = (project?.spec ?? {}) as {
      readonly namespaceResourceWhitelist?: unknown
      readonly namespaceResourceBlacklist?: unknown
    }
    assert.is(namespaceResourceWhitelist, undefined)
    assert.equal(namespaceResourceBlacklist, [{ group: '*', kind: '*' }])
  },
  'each Job has its kind': () => {
    const kind = (annotations: Readonly<Record<string, string>>, role: Unit['role']) =>
      delivered(object('Job', annotations), role, false).job
    assert.is(kind({}, 'runs'), 'run')
    assert.is(kind(PREFLIGHT, 'application'), 'preflight')
    assert.is(
      kind({ 'kustomize.toolkit.fluxcd.io/force': 'enabled' }, 'application'),
      'replaceable',
    )
    assert.is(kind({}, 'application'), 'bare')
    assert.is(delivered(object('Service', {}), 'application', false).job, undefined)
  },
})
