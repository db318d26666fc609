import type { Random } from '../random.ts'
import { fields, labels, name, namespace, type Thing } from './names.ts'
import { basics, custom, network, policies } from './others.ts'
import { text } from './scalars.ts'
import type { Body } from './value.ts'
import { workloads } from './workloads.ts'

const rooms = [
  [5, workloads],
  [4, basics],
  [2.5, network],
  [2.5, policies],
  [1.5, custom],
] as const

/** A random object with metadata; `taken` holds ids that must not come twice. */
export function thing(r: Random, taken: Set<string>): Thing {
  const kinds = r.weighted(rooms)
  const kind = r.weighted(Object.keys(kinds).map((key) => [weight[key] ?? 1, key] as const))
  const found = kinds[kind]
  if (found === undefined) throw new Error(`no kind ${kind}`)
  const [versions, make] = found
  const apiVersion = r.pick(versions)
  const own = freeName(r, kind, taken)
  const place = r.chance(0.25) ? { namespace: namespace(r) } : {}
  const metadata: Body = { name: own, ...place, ...extras(r) }
  const body: Body = { apiVersion, kind, metadata, ...make(r) }
  return { apiVersion, kind, name: own, ...place, body }
}

/** Kinds that most trees are made of. */
const weight: Readonly<Record<string, number>> = {
  Deployment: 6,
  StatefulSet: 2,
  ConfigMap: 3,
  Secret: 2,
  Service: 4,
  Ingress: 2,
  Widget: 4,
}

function freeName(r: Random, kind: string, taken: Set<string>): string {
  for (let i = 0; ; i++) {
    const own = i < 3 ? name(r) : `${name(r)}-${i}`
    const id = `${kind}/${own}`
    if (taken.has(id) && !r.chance(0.005)) continue
    taken.add(id)
    return own
  }
}

const extras = (r: Random): Body =>
  fields(r, {
    labels: [0.5, () => labels(r, 0)],
    annotations: [0.3, () => annotations(r)],
    finalizers: [0.03, () => ['a/b', 'c']],
    ownerReferences: [0.02, () => [{ uid: 'u1', kind: 'Deployment', name: name(r) }]],
    generateName: [0.005, () => 'x-'],
    creationTimestamp: [0.03, () => null],
  })

/** Annotations that kustomize keeps for itself, or that mean something to it. */
const ownNotes: readonly (readonly [key: string, value: (r: Random) => string])[] = [
  ['internal.config.kubernetes.io/prefixes', () => 'p-'],
  ['internal.config.kubernetes.io/suffixes', () => '-s'],
  ['internal.config.kubernetes.io/generatorBehavior', () => 'merge'],
  ['internal.config.kubernetes.io/helm-generated', () => 'true'],
  ['internal.config.kubernetes.io/allowNameChange', () => 'enabled'],
  ['internal.config.kubernetes.io/index', (r) => String(r.int(3))],
  ['internal.config.kubernetes.io/path', () => 'a.yaml'],
  ['config.kubernetes.io/index', (r) => String(r.int(3))],
  ['config.kubernetes.io/path', () => 'a.yaml'],
  ['config.kubernetes.io/origin', () => 'path: a.yaml\n'],
  ['config.kubernetes.io/function', () => 'container:\n  image: x\n'],
  ['kustomize.config.k8s.io/needs-hash', () => 'true'],
  ['kustomize.config.k8s.io/behavior', () => 'merge'],
]

/** The former id of an object that has been built before. */
const formerId = (r: Random): Body => ({
  'internal.config.kubernetes.io/previousNames': name(r),
  'internal.config.kubernetes.io/previousNamespaces': namespace(r),
  ...fields(r, {
    'internal.config.kubernetes.io/previousKinds': [0.95, () => r.pick(['ConfigMap', 'Secret'])],
  }),
})

const annotations = (r: Random): Body => ({
  ...labels(r, 0),
  ...(r.chance(0.01) ? formerId(r) : {}),
  ...fields(r, {
    note: [0.3, () => text(r, 0.8)],
    'nginx.ingress.kubernetes.io/auth-secret': [0.08, () => name(r)],
    'config.kubernetes.io/local-config': [0.03, () => text(r, 0.3)],
    ...Object.fromEntries(ownNotes.map(([key, value]) => [key, [0.006, () => value(r)] as const])),
    'kubectl.kubernetes.io/last-applied-configuration': [0.03, () => '{"a":1}\n'],
  }),
})
