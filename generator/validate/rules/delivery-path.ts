import { groupOf, type Resource } from '../../core/resource.ts'
import { folderOf } from '../delivered.ts'
import { example } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import type { Rule, RuleContext } from '../rule.ts'

const url = 'https://git.example.org/platform/fleet.git'

const application = (path: string): Resource =>
  example('Application', 'tiles', {
    spec: {
      project: 'web',
      destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
      source: { repoURL: url, targetRevision: 'main', path },
    },
  })

export const deliveryPath: Rule = {
  id: 'delivery-path',
  severity: 'error',
  scope: 'whole',
  summary:
    'An Application or Kustomization that reads from this repository names a folder that exists.',
  why: 'The engine reports "app path does not exist" or "kustomization path not found", and delivers nothing.',
  hint: 'correct the path; it counts from the root of the repository',
  *check(resources, { repository }) {
    if (repository === undefined) return
    const mine = fluxSources(resources, repository.url)
    for (const resource of resources)
      for (const { path, pointer } of pathsOf(resource, repository, mine))
        if (!repository.has(folderOf(path)))
          yield { resource, pointer, message: `the repository has no folder "${path}"` }
  },
  examples: () => ({
    repository: { url, has: (folder) => folder === 'overlays/nova/tiles' },
    good: [application('overlays/nova/tiles')],
    bad: [application('overlays/nova/tile')],
  }),
}

type Path = { readonly path: string; readonly pointer: string }

function pathsOf(
  resource: Resource,
  { url }: NonNullable<RuleContext['repository']>,
  mine: ReadonlySet<string>,
): readonly Path[] {
  const spec = fieldsAt(resource, 'spec')
  const group = groupOf(resource.apiVersion)
  if (resource.kind === 'Application' && group === 'argoproj.io') {
    const sources = mapsOf(spec.sources).map(([i, one]) => [`/spec/sources/${i}`, one] as const)
    return [['/spec/source', fieldsAt(spec, 'source')] as const, ...sources]
      .filter(([, source]) => sameUrl(source.repoURL, url))
      .flatMap(([at, source]) => some(source.path, `${at}/path`))
  }
  if (resource.kind !== 'Kustomization' || group !== 'kustomize.toolkit.fluxcd.io') return []
  const { kind, name, namespace } = fieldsAt(spec, 'sourceRef')
  const source = `${textOf(namespace) ?? resource.metadata.namespace ?? ''}/${name}`
  return kind === 'GitRepository' && mine.has(source) ? some(spec.path, '/spec/path') : []
}

function some(path: unknown, pointer: string): readonly Path[] {
  const text = textOf(path)
  return text === undefined ? [] : [{ path: text, pointer }]
}

/** The GitRepository objects of Flux that lead to this repository. */
function fluxSources(resources: readonly Resource[], url: string): ReadonlySet<string> {
  const sources = resources.filter(
    ({ kind, spec }) => kind === 'GitRepository' && sameUrl(fieldsAt(spec).url, url),
  )
  return new Set(sources.map(({ metadata: { name, namespace = '' } }) => `${namespace}/${name}`))
}

const sameUrl = (one: unknown, other: string): boolean =>
  typeof one === 'string' && one.replace(/\.git$/, '') === other.replace(/\.git$/, '')
