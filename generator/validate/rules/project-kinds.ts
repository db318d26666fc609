import { groupOf, type Resource } from '../../core/resource.ts'
import { deliveredBy, isApplication } from '../delivered.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { glob } from '../glob.ts'
import type { Rule, RuleContext, RuleProblem } from '../rule.ts'

const url = 'https://git.example.org/platform/fleet.git'
const server = 'https://kubernetes.default.svc'

const project = (kind: string): Resource =>
  example('AppProject', 'web', {
    spec: {
      sourceRepos: [url],
      destinations: [{ server, namespace: 'web' }],
      namespaceResourceWhitelist: [
        { group: 'argoproj.io', kind: 'App*' },
        { group: '', kind },
      ],
    },
  })

const application = example('Application', 'tiles', {
  spec: {
    project: 'web',
    destination: { server, namespace: 'web' },
    source: { repoURL: url, path: 'overlays/nova/tiles' },
  },
})

const settings = example('ConfigMap', 'tiles')

export const projectKinds: Rule = {
  id: 'project-kinds',
  severity: 'error',
  scope: 'whole',
  summary: 'The project of an Application allows the kinds of the objects that it delivers.',
  why: 'Argo CD refuses to sync: "resource … is not permitted in project".',
  hint: 'list the kind in the AppProject, or deliver the object otherwise',
  *check(resources, context) {
    const projects = new Map(
      resources.filter((one) => isProject(one)).map((one) => [one.metadata.name, one]),
    )
    for (const resource of resources) {
      if (!isApplication(resource)) continue
      const name = textOf(fieldsAt(resource, 'spec').project) ?? 'default'
      const found = projects.get(name)
      if (found !== undefined)
        yield* refusals(resource, fieldsAt(found, 'spec'), { ...context, name })
    }
  },
  examples: () => ({
    good: [project('ConfigMap'), application, settings],
    bad: [project('Service'), application, settings],
    folder: 'overlays/nova/tiles',
  }),
}

const isProject = ({ kind, apiVersion }: Resource): boolean =>
  kind === 'AppProject' && groupOf(apiVersion) === 'argoproj.io'

/** One for each kind: cluster-wide ones only where they are listed, the others unless they are refused. */
function* refusals(
  resource: Resource,
  project: Fields,
  context: RuleContext & { readonly name: string },
): Iterable<RuleProblem> {
  const said = new Set<string>()
  for (const { apiVersion, kind } of deliveredBy(resource, context) ?? []) {
    const group = groupOf(apiVersion)
    const known = context.catalog.schemaOf(apiVersion, kind, context.kubernetes)?.kind
    const id = `${kind}.${group}`
    if (known === undefined || said.has(id)) continue
    said.add(id)
    if (isAllowed(project, group, kind, known.namespaced)) continue
    const what = `${kind}${group === '' ? '' : ` of ${group}`}`
    const message = `project "${context.name}" does not allow ${what}`
    yield { resource, pointer: '/spec/project', message }
  }
}

function isAllowed(project: Fields, group: string, kind: string, namespaced: boolean): boolean {
  const one = namespaced ? 'namespaceResource' : 'clusterResource'
  const [white, black] = [project[`${one}Whitelist`], project[`${one}Blacklist`]]
  const isListed = (list: unknown): boolean =>
    mapsOf(list).some(
      ([, entry]) => glob(textOf(entry.group) ?? '', group) && glob(textOf(entry.kind) ?? '', kind),
    )
  return (namespaced && white == null ? true : isListed(white)) && !isListed(black)
}
