import { didYouMean } from '../../core/suggest.ts'
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
      for (const [at, name] of textsOf(rule.resources)) {
        const message = resourceMistake(name, groups, known)
        if (message !== undefined) yield { pointer: `/rules/${index}/resources/${at}`, message }
      }
      yield* verbMistakes(rule.verbs, groups, `/rules/${index}/verbs`)
    }
  },
  examples: { good: [role('pods/log', 'get')], bad: [role('podz', 'get')] },
})

/** Resources with their subresources by group; `native` groups are known completely. */
type Known = {
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>
  readonly native: ReadonlySet<string>
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

/** Only groups that are known completely can tell that a resource is wrong; in others a near name is taken for a slip. */
function resourceMistake(
  name: string,
  groups: readonly string[],
  { groups: all, native }: Known,
): string | undefined {
  if (name.includes('*') || groups.length === 0 || groups.includes('*')) return undefined
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
