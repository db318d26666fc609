import { groupOf, type Resource } from '../../core/resource.ts'
import { deliveredBy, isKustomization } from '../delivered.ts'
import { example } from '../example.ts'
import { fieldsAt, setIn } from '../fields.ts'
import type { Rule, RuleContext } from '../rule.ts'
import { stringPlaces } from '../strings.ts'

const OFF = 'kustomize.toolkit.fluxcd.io/substitute'

const flux = example('Kustomization', 'web', {
  spec: {
    interval: '60m',
    prune: true,
    path: './overlays/nova/web',
    sourceRef: { kind: 'GitRepository', name: 'fleet' },
    postBuild: { substitute: { region: 'north' } },
  },
})

const script = (text: string) => example('ConfigMap', 'scripts', { data: { 'run.sh': text } })

export const fluxSubstitution: Rule = {
  id: 'flux-substitution',
  severity: 'warning',
  scope: 'whole',
  summary:
    'In a cluster where Flux substitutes variables, no object holds a variable in braces for another reader.',
  why: 'Flux replaces it before a shell or a program sees it: by nothing, or since 1.9 with a failed build.',
  hint: `write $NAME or $\${NAME}, or annotate the object: ${OFF}: disabled`,
  *check(resources, context) {
    const given = substituted(resources, context)
    for (const [resource, names] of given) {
      if (isFlux(resource) || fieldsAt(resource.metadata, 'annotations')[OFF] === 'disabled')
        continue
      for (const [text, pointer] of stringPlaces(resource)) {
        const name = variableIn(text, names)
        if (name === undefined) continue
        yield { resource, pointer, message: `holds \${${name}}, which Flux would substitute` }
      }
    }
  },
  examples: () => ({ good: [flux, script('echo $HOME')], bad: [flux, script(`echo \${HOME}`)] }),
}

const isFlux = ({ apiVersion }: Resource): boolean =>
  groupOf(apiVersion).endsWith('.toolkit.fluxcd.io')

const isSubstituting = (resource: Resource): boolean =>
  isKustomization(resource) &&
  setIn(fieldsAt(resource, 'spec', 'postBuild'), ['substitute', 'substituteFrom']).length > 0

const namesOf = ({ spec }: Resource): readonly string[] =>
  Object.keys(fieldsAt(spec, 'postBuild', 'substitute'))

/** A variable in braces that nobody gives a value. */
function variableIn(text: string, given: ReadonlySet<string>): string | undefined {
  for (const [, name = ''] of text.matchAll(/(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)[^}]{0,200}\}/g))
    if (!given.has(name)) return name
  return undefined
}

/** What comes from ConfigMaps and Secrets of the cluster cannot be known. */
const takesMore = ({ spec }: Resource): boolean =>
  fieldsAt(spec, 'postBuild').substituteFrom != null

/** The objects that Flux substitutes in, with the names that it gives a value; those whose names nobody can know are left out. */
function substituted(
  resources: readonly Resource[],
  context: RuleContext,
): ReadonlyMap<Resource, ReadonlySet<string>> {
  const given = new Map<Resource, ReadonlySet<string>>()
  const known = resources.filter((one) => isSubstituting(one) && !takesMore(one))
  for (const kustomization of known)
    for (const resource of deliveredBy(kustomization, context) ?? resources)
      given.set(resource, new Set([...(given.get(resource) ?? []), ...namesOf(kustomization)]))
  return given
}
