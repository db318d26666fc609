import { pointerTo } from '../../core/pointer.ts'
import type { JsonObject, Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import type { SecretContract, Site } from '../../fleet/types.ts'
import {
  any,
  type Infer,
  integer,
  list,
  object,
  record,
  string,
  type ValueProblem,
} from '../../fleet/values.ts'
import { defineApp } from '../define.ts'
import { imageNames, withImages } from './images.ts'
import { merge } from './merge.ts'

const patch = object(
  {
    kind: string({ description: 'Kind of the object, e.g. Deployment.', minLength: 1 }),
    name: string({ description: 'Its metadata.name.', minLength: 1 }),
    merge: any<JsonObject, { readonly description: string }>(
      { type: 'object' },
      {
        description:
          'Laid over the object: fields one by one, null takes a field away, elements of containers, env, volumes and ports by their name ($patch: delete takes one away), other lists as a whole.',
      },
    ),
  },
  { description: 'A change of one object.' },
)

const values = object(
  {
    images: record(string({ description: 'Tag, digest, or full reference.', minLength: 1 }), {
      description:
        'Image name as it stands in the manifests, without tag, and what comes instead: a tag (`v2`), a digest (`sha256:…`), or a full reference (`registry.example.org/web:v2`).',
      default: {},
      examples: [{ 'ghcr.io/example/web': 'v1.4.0' }],
    }),
    replicas: record(integer({ description: 'Pods, 0 or more.', minimum: 0 }), {
      description: 'Name of a Deployment or StatefulSet, and how many pods it has.',
      default: {},
      examples: [{ web: 3 }],
    }),
    secrets: record(
      record(string({ description: 'What the key is for.' }), { description: 'Its keys.' }),
      {
        description:
          'Secrets that the pods read and that are made elsewhere: each name with its keys, each key with what it is for. A key `.dockerconfigjson` or `tls.crt` says the type.',
        default: {},
        examples: [{ web: { password: 'of the database user' } }],
      },
    ),
    patches: list(patch, { description: 'Further changes, in this order.', default: [] }),
  },
  { description: 'What is different from the manifests in base/<application>/.' },
)

type Values = Infer<typeof values>
type Patch = Values['patches'][number]

/** Plain YAML in base/<instance>/ that nobody has written in TypeScript. The base stays as it is, only overlays change. */
export const manifests = defineApp<Values>({
  name: 'manifests',
  summary: 'Plain YAML of your own in base/<application>/, with changes per environment',
  values,
  problems,
  resources: (given, site) => ({
    resources:
      site.environment === null ? site.manifests : site.manifests.map((r) => adapted(r, given)),
    secrets: contractsOf(given),
  }),
})

const TYPES: Readonly<Record<string, string>> = {
  '.dockerconfigjson': 'kubernetes.io/dockerconfigjson',
  'tls.crt': 'kubernetes.io/tls',
}

function contractsOf({ secrets }: Values): readonly SecretContract[] {
  return Object.entries(secrets).map(([name, keys]) => {
    const contract = {
      name,
      keys: Object.entries(keys).map(([key, purpose]) => ({ key, purpose })),
    }
    const type = Object.keys(keys).flatMap((key) => TYPES[key] ?? [])[0]
    return type === undefined ? contract : { ...contract, type }
  })
}

const SCALED: readonly string[] = [
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]
const hits = (resource: Resource, { kind, name }: Patch): boolean =>
  resource.kind === kind && resource.metadata.name === name

function adapted(resource: Resource, { images, replicas, patches }: Values): Resource {
  const counted = withReplicas(withImages(resource as JsonObject, images) as JsonObject, replicas)
  const patched = patches
    .filter((p) => hits(resource, p))
    .reduce((tree, p) => merge(tree, p.merge, () => {}), counted)
  return patched as Resource
}

function withReplicas(tree: JsonObject, replicas: Values['replicas']): JsonObject {
  const { kind, metadata, spec } = tree as unknown as Resource & { readonly spec?: JsonObject }
  const count = Object.hasOwn(replicas, metadata.name) ? replicas[metadata.name] : undefined
  return count === undefined || !SCALED.includes(kind)
    ? tree
    : { ...tree, spec: { ...spec, replicas: count } }
}

function problems(given: Values, site: Site): readonly ValueProblem[] {
  if (site.manifests.length === 0)
    return [
      {
        pointer: '',
        message: `base/${site.instance}/ holds no manifests`,
        hint: 'put YAML files and a kustomization.yaml there',
      },
    ]
  return [
    ...placed(site),
    ...unknownNames('/images', given.images, imagesOf(site), 'no container uses the image'),
    ...unknownNames('/replicas', given.replicas, scaledOf(site), 'nothing with replicas is named'),
    ...patchProblems(given, site),
  ]
}

const imagesOf = ({ manifests: all }: Site) => all.flatMap((r) => imageNames(r as JsonObject))
const scaledOf = ({ manifests: all }: Site) =>
  all.filter((r) => SCALED.includes(r.kind)).map((r) => r.metadata.name)

/** Objects that say their namespace: the overlay says it, for all of them. */
function placed({ manifests: all, instance }: Site): readonly ValueProblem[] {
  const [first, ...others] = all.filter((r) => r.metadata.namespace !== undefined)
  if (first === undefined) return []
  const more = others.length > 0 ? ` (and ${others.length} more objects name one)` : ''
  return [
    {
      pointer: '',
      message: `${first.kind} ${first.metadata.name} in base/${instance}/ names the namespace ${first.metadata.namespace}${more}`,
      hint: 'take it out, there or in your kustomization.yaml: fleet.yaml says the namespace; what belongs elsewhere is an application of its own, with that namespace',
    },
  ]
}

function unknownNames(
  pointer: string,
  wished: Readonly<Record<string, unknown>>,
  known: readonly string[],
  says: string,
): readonly ValueProblem[] {
  return Object.keys(wished)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      pointer: pointerTo(pointer, name),
      message: `${says} "${name}"${didYouMean(name, known)}`,
      hint: known.length > 0 ? `there are ${[...new Set(known)].join(', ')}` : 'remove it',
    }))
}

// A patch that changed these would make another object of it.
const IDENTITY = ['/apiVersion', '/kind', '/metadata/name', '/metadata/namespace']

function patchProblems({ patches }: Values, site: Site): readonly ValueProblem[] {
  const all = patches.map((p, i) => ({ ...p, pointer: pointerTo('/patches', i) }))
  const found: ValueProblem[] = []
  // Each patch meets what those before it have left, as in `adapted`.
  for (const resource of site.manifests)
    all
      .filter((p) => hits(resource, p))
      .reduce(
        (tree, p) =>
          merge(tree, p.merge, (at, message) =>
            found.push({
              pointer: `${p.pointer}/merge${at}`,
              message: `the patch of ${p.kind}/${p.name} ${message}`,
              hint: 'correct the name, or take that part of the patch out',
            }),
          ),
        resource as JsonObject,
      )
  return [...all.flatMap((p) => missesProblem(p, p.pointer, site)), ...found]
}

function missesProblem(p: Patch, pointer: string, site: Site): readonly ValueProblem[] {
  if (site.manifests.some((r) => hits(r, p))) return identityProblems(p, pointer)
  const known = site.manifests.map((r) => `${r.kind}/${r.metadata.name}`)
  const wished = `${p.kind}/${p.name}`
  const message = `there is no ${wished} in base/${site.instance}/${didYouMean(wished, known)}`
  return [{ pointer, message, hint: `there are ${known.join(', ')}` }]
}

function identityProblems({ merge: tree }: Patch, pointer: string): readonly ValueProblem[] {
  const metadata = (tree.metadata ?? {}) as JsonObject
  const changed = new Set([
    ...Object.keys(tree).map((field) => `/${field}`),
    ...Object.keys(metadata).map((field) => `/metadata/${field}`),
  ])
  return IDENTITY.filter((at) => changed.has(at)).map((at) => ({
    pointer: `${pointer}/merge${at}`,
    message: `a patch cannot change ${at.slice(1).replace('/', '.')}`,
    hint: 'take it out',
  }))
}
