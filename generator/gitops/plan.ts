import { groupOf, type Resource } from '../core/resource.ts'

/** One object as a cluster knows it, whatever the version it is written in. */
export type Delivered = {
  readonly group: string
  readonly kind: string
  /** Empty for what belongs to the whole cluster. */
  readonly namespace: string
  readonly name: string
  /** A kind of somebody's own without a namespace: it may belong to the whole cluster, or to where it is applied. */
  readonly unsure?: true
  /** It outlives its unit: neither engine may prune or delete it. */
  readonly kept: boolean
  /** How a Job gets along with its immutable template: `bare` has no answer. */
  readonly job?: JobKind
}

/** preflight: before everything else of its unit; replaceable: made anew when it changes; run: never changes, has a name of its own. */
export type JobKind = 'preflight' | 'replaceable' | 'run' | 'bare'

/** A Secret that must be there, with these keys, before anything of a unit is applied. */
export type Awaited = {
  readonly namespace: string
  readonly name: string
  readonly keys: readonly { readonly key: string; readonly purpose: string }[]
}

/**
 * What is synced in one go from one folder. `namespaces`: those of the cluster. `application`: an application in an
 * environment, people's own changes included. Beside it, each alone because it must not hold the application up:
 * `secrets` (what makes its Secrets), `foreign` (its objects in somebody else's namespace), `runs` (its one-shot Jobs).
 */
export type Unit = {
  /** Unique in the cluster: the parts are DNS labels, so a dot between them cannot be mistaken. */
  readonly name: string
  readonly role: 'namespaces' | 'application' | 'secrets' | 'foreign' | 'runs'
  /** Empty for namespaces. */
  readonly environment: string
  readonly instance: string
  /** Where its objects live. */
  readonly namespace: string
  /** Folder of its kustomization, from the root of the repository. */
  readonly folder: string
  /** Folders whose files it is made of. */
  readonly sources: readonly string[]
  readonly objects: readonly Delivered[]
  /** Names of units that come before it. */
  readonly after: readonly string[]
  /**
   * Secrets without which nothing of it may start. Of an application: those that its preflight Job looks at, and no engine
   * applies anything before. Of runs: those of their application; Flux applies none before, on Argo CD their pods wait.
   */
  readonly awaits: readonly Awaited[]
}

/** Everything that reaches one cluster, in the words of neither engine. */
export type DeliveryPlan = {
  readonly cluster: string
  readonly engine: {
    readonly kind: 'argocd' | 'flux'
    readonly namespace: string
    /** Argo CD: one ApplicationSet instead of a file for each Application. */
    readonly applicationSet?: boolean
    /** Flux: keys of the controllers that share the Kustomizations. */
    readonly shards?: readonly string[]
  }
  readonly repository: {
    readonly url: string
    readonly branch: string
    readonly secretRef?: string
  }
  /** Folder that the engine's own objects are written to. */
  readonly folder: string
  readonly units: readonly Unit[]
}

/** Name of the unit (or, under Flux, of the gate) that comes before a unit which awaits Secrets: one for each application. */
export const secretsOf = ({ environment, instance }: Unit): string =>
  `${environment}.${instance}.secrets`

const HOOK = 'argocd.argoproj.io/hook'
const FORCE = 'kustomize.toolkit.fluxcd.io/force'
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune'
const OPTIONS = 'argocd.argoproj.io/sync-options'

/** What a plan remembers of an object; `clusterScoped` is not visible in the object itself. */
export function delivered(r: Resource, role: Unit['role'], clusterScoped: boolean): Delivered {
  const { name, namespace = '', annotations = {} } = r.metadata
  const options = (annotations[OPTIONS] ?? '').split(',')
  const kept =
    annotations[PRUNE] === 'disabled' &&
    options.includes('Prune=false') &&
    options.includes('Delete=false')
  const group = groupOf(r.apiVersion)
  const job = group === 'batch' && r.kind === 'Job' ? jobKind(annotations, role) : undefined
  return {
    group,
    kind: r.kind,
    namespace: clusterScoped ? '' : namespace,
    name,
    ...(clusterScoped || namespace !== '' ? {} : { unsure: true }),
    kept,
    ...(job ? { job } : {}),
  }
}

function jobKind(annotations: Readonly<Record<string, string>>, role: Unit['role']): JobKind {
  if (role === 'runs') return 'run'
  if (annotations[HOOK] === 'PreSync') return 'preflight'
  return annotations[FORCE] === 'enabled' ? 'replaceable' : 'bare'
}

/** How many units come before each, at most; throws (a bug of ours: people cannot write this order) on a cycle or an unknown name. */
export function depths(units: readonly Unit[]): ReadonlyMap<string, number> {
  const byName = new Map(units.map((u) => [u.name, u]))
  const known = new Map<string, number>()
  const depth = (name: string, path: readonly string[]): number => {
    const unit = byName.get(name)
    if (unit === undefined)
      throw new Error(`${path.at(-1)} comes after ${name}, which is not there`)
    if (path.includes(name))
      throw new Error(`a cycle in the order of delivery: ${[...path, name].join(' → ')}`)
    const found = known.get(name)
    if (found !== undefined) return found
    const before = unit.after.map((a) => depth(a, [...path, name]) + 1)
    const deepest = Math.max(0, ...before)
    known.set(name, deepest)
    return deepest
  }
  for (const { name } of units) depth(name, [])
  return known
}
