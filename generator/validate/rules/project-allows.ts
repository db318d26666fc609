import { groupOf, type Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf, textsOf } from '../fields.ts'
import { glob } from '../glob.ts'
import type { Rule, RuleProblem } from '../rule.ts'

const url = 'https://git.example.org/platform/fleet.git'
const server = 'https://kubernetes.default.svc'

const project = example('AppProject', 'web', {
  spec: { sourceRepos: [url], destinations: [{ server, namespace: 'web' }] },
})

const application = (namespace: string): Resource =>
  example('Application', 'tiles', {
    spec: {
      project: 'web',
      destination: { server, namespace },
      source: { repoURL: url, path: 'overlays/nova/tiles' },
    },
  })

export const projectAllows: Rule = {
  id: 'project-allows',
  severity: 'error',
  scope: 'whole',
  summary: 'The project of an Application exists and allows its repository and its destination.',
  why: 'Argo CD refuses to sync: "application repo … is not permitted in project", "application destination … is not permitted".',
  hint: 'add the repository or the destination to the AppProject, or correct the Application',
  *check(resources) {
    const projects = new Map(
      resources.filter((one) => isOf(one, 'AppProject')).map((one) => [one.metadata.name, one]),
    )
    if (projects.size === 0) return
    const names = [...projects.keys()].filter((one) => typeof one === 'string').slice(0, 200)
    for (const resource of resources) {
      if (!isOf(resource, 'Application')) continue
      const name = textOf(fieldsAt(resource, 'spec').project) ?? 'default'
      const found = projects.get(name)
      if (found !== undefined) yield* refusals(resource, fieldsAt(found, 'spec'), name)
      else if (name !== 'default') {
        const message = `there is no AppProject "${name}"${didYouMean(name, names)}`
        yield { resource, pointer: '/spec/project', message }
      }
    }
  },
  examples: () => ({ good: [project, application('web')], bad: [project, application('default')] }),
}

const isOf = ({ kind, apiVersion }: Resource, wanted: string): boolean =>
  kind === wanted && groupOf(apiVersion) === 'argoproj.io'

function* refusals(resource: Resource, project: Fields, name: string): Iterable<RuleProblem> {
  const { source, sources, destination } = fieldsAt(resource, 'spec')
  const repos = textsOf(project.sourceRepos).map(([, repo]) => repo)
  const all: (readonly [pointer: string, source: Fields])[] = [
    ['/spec/source', fieldsAt(source)],
    ...mapsOf(sources).map(([index, one]) => [`/spec/sources/${index}`, one] as const),
  ]
  for (const [pointer, { repoURL }] of all)
    if (typeof repoURL === 'string' && !isAllowed(repoURL, repos)) {
      const message = `project "${name}" does not allow the repository ${repoURL}`
      yield { resource, pointer: `${pointer}/repoURL`, message }
    }
  const to = fieldsAt(destination)
  const destinations = mapsOf(project.destinations).map(([, one]) => one)
  if (destination == null || destinations.some((one) => reaches(one, to))) return
  const message = `project "${name}" does not allow namespace "${to.namespace ?? ''}" of ${to.server ?? to.name}`
  yield { resource, pointer: '/spec/destination', message }
}

/** Entries with "!" take away what others allow. */
function isAllowed(value: string, patterns: readonly string[]): boolean {
  const plain = patterns.filter((pattern) => !pattern.startsWith('!'))
  const denied = patterns.filter((pattern) => pattern.startsWith('!')).map((one) => one.slice(1))
  return plain.some((one) => glob(one, value)) && !denied.some((one) => glob(one, value))
}

function reaches(allowed: Fields, wanted: Fields): boolean {
  const field = wanted.server == null ? 'name' : 'server'
  const [cluster, other] = [textOf(allowed[field]), textOf(wanted[field])]
  if (cluster === undefined) return field === 'server' && allowed.name != null
  if (other === undefined || !glob(cluster, other)) return false
  return glob(textOf(allowed.namespace) ?? '', textOf(wanted.namespace) ?? '')
}
