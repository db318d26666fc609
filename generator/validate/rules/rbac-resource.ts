import { didYouMean, suggest } from '../../core/suggest.ts'
import type { Catalog } from '../catalog.ts'
import { example } from '../example.ts'
import { mapsOf, textsOf } from '../fields.ts'
import type { Mistake } from '../rule-shapes.ts'
import { objectRule } from '../rule-shapes.ts'

const RBAC = 'rbac.authorization.k8s.io'

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']

/** Verbs that only some resources have; any kind of a CRD may have more. */
const SPECIAL = [
  '*',
  'use',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'sign',
  'attest',
  'proxy',
]

const role = (resource: string, verb: string) =>
  example('Role', 'tiles', { rules: [{ apiGroups: [''], resources: [resource], verbs: [verb] }] })

export const rbacResource = objectRule({
  id: 'rbac-resource',
  severity: 'warning',
  summary:
    'A Role names resources that exist in their group, by plural and lower case, and verbs that exist.',
  why: 'The API server takes it; the rule grants nothing, and whoever needs it is refused.',
  hint: 'write the plural in lower case with its group, e.g. apiGroups: [apps], resources: [deployments]',
  kinds: [`Role.${RBAC}`, `ClusterRole.${RBAC}`],
  *mistakes(resource, { catalog, kubernetes }) {
    const known = knownIn(catalog, kubernetes)
    for (const [index, rule] of mapsOf(resource.rules)) {
      const groups = textsOf(rule.apiGroups).map(([, group]) => group)
      yield* groupMistakes(rule.apiGroups, known, `/rules/${index}/apiGroups`)
      for (const [at, name] of textsOf(rule.resources)) {
        const message = resourceMistake(name, groups, known)
        if (message !== undefined) yield { pointer: `/rules/${index}/resources/${at}`, message }
      }
      yield* verbMistakes(rule.verbs, groups, `/rules/${index}/verbs`)
    }
  },
  examples: () => ({ good: [role('pods/log', 'get')], bad: [role('podz', 'get')] }),
})

/** Resources with their subresources by group; `native` groups are known completely. */
type Known = {
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>
  readonly native: ReadonlySet<string>
}

/** Groups that Kubernetes once had, with where their resources went. */
const GONE: Readonly<Record<string, string>> = {
  extensions: 'its resources are in apps, networking.k8s.io and policy',
  core: 'the core group is ""',
  v1: 'the core group is ""',
}

/** A group is no version; one that is not known may be of a CRD, unless it nearly is one of Kubernetes. */
function* groupMistakes(apiGroups: unknown, { native }: Known, at: string): Iterable<Mistake> {
  const texts = textsOf(apiGroups)
  const isKnown = (group: string): boolean => native.has(group) || group === '*'
  const isServed = texts.some(([, group]) => isKnown(group))
  for (const [index, group] of texts) {
    const why = isKnown(group) ? undefined : wrongGroup(group, isServed, native)
    if (why === undefined) continue
    yield { pointer: `${at}/${index}`, message: `there is no API group "${group}": ${why}` }
  }
}

/** Charts list groups that are gone beside those of today, on purpose. */
function wrongGroup(
  group: string,
  isServed: boolean,
  native: ReadonlySet<string>,
): string | undefined {
  if (group.includes('/')) return `a group has no version; did you mean "${group.split('/')[0]}"?`
  if (Object.hasOwn(GONE, group)) return isServed ? undefined : GONE[group]
  return group.includes('.') ? undefined : nearGroup(group, native)
}

function nearGroup(group: string, native: ReadonlySet<string>): string | undefined {
  const near = suggest(group, native)
  return near === undefined ? undefined : `did you mean "${near}"?`
}

const remembered = new WeakMap<Catalog, Map<string, Known>>()

function knownIn(catalog: Catalog, kubernetes: string): Known {
  const version = catalog.versions.includes(kubernetes) ? kubernetes : catalog.newest
  const versions = remembered.get(catalog) ?? new Map<string, Known>()
  remembered.set(catalog, versions)
  const known = versions.get(version) ?? collect(catalog, version)
  versions.set(version, known)
  return known
}

function collect(catalog: Catalog, version: string): Known {
  const groups = new Map<string, Set<string>>()
  const native = new Set<string>()
  for (const { group, plural, subresources, verbs } of catalog.kinds(version)) {
    const names = groups.get(group) ?? new Set<string>()
    groups.set(group, names)
    for (const name of [plural, ...(subresources ?? []).map((sub) => `${plural}/${sub}`)])
      names.add(name)
    if (verbs !== undefined) native.add(group)
  }
  return { groups, native }
}

/** Names that stand for a right and no resource: what the kubelet asks for, who may be impersonated, who may sign. */
const RIGHTS =
  /^(?:nodes\/(?:checkpoint|configz|healthz|log|metrics|pods|proxy|spec|stats)|users|groups|uids|userextras\/.+|signers|certificatesigningrequests\/(?:nodeclient|selfnodeclient|selfnodeserver)|endpoints\/restricted)$/

/** The owner of an object needs the right on `finalizers` to block its deletion, though no resource has one. */
function isOnlyARight(name: string, known: ReadonlySet<string> | undefined): boolean {
  return (
    RIGHTS.test(name) || (name.endsWith('/finalizers') && known?.has(name.slice(0, -11)) === true)
  )
}

/** Only groups that are known completely can tell that a resource is wrong; a CRD may have any. */
function resourceMistake(
  name: string,
  groups: readonly string[],
  { groups: all, native }: Known,
): string | undefined {
  if (name.includes('*') || groups.length === 0 || groups.includes('*')) return undefined
  if (groups.some((group) => isOnlyARight(name, all.get(group)))) return undefined
  if (groups.some((group) => all.get(group)?.has(name) ?? true)) return undefined
  if (!groups.every((group) => native.has(group))) return undefined
  const elsewhere = [...all].filter(([, names]) => names.has(name)).map(([group]) => group)
  const where = groups.map((group) => (group === '' ? 'the core group' : group)).join(', ')
  const meant =
    elsewhere.length > 0
      ? `; it is of group ${elsewhere.map((group) => `"${group}"`).join(', ')}`
      : didYouMean(
          name,
          groups.flatMap((group) => [...(all.get(group) ?? [])]),
        )
  return `there is no resource "${name}" in ${where}${meant}`
}

function* verbMistakes(
  verbs: unknown,
  groups: readonly string[],
  pointer: string,
): Iterable<Mistake> {
  if (!groups.every((group) => group === '' || !group.includes('.') || group.endsWith('.k8s.io')))
    return
  for (const [index, verb] of textsOf(verbs))
    if (!VERBS.includes(verb) && !SPECIAL.includes(verb))
      yield {
        pointer: `${pointer}/${index}`,
        message: `there is no verb "${verb}"${didYouMean(verb, VERBS)}`,
      }
}
