import type { Severity } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import type { Catalog } from './catalog.ts'

/** A problem as a rule sees it; rule, severity, source and (unless given) hint are added by `checkRendering`. */
export type RuleProblem = {
  readonly resource: Resource
  readonly pointer: string
  readonly message: string
  readonly hint?: string
  /** The second object, when two of them cannot both be in one cluster. */
  readonly other?: Resource
}

/** What a rule may know besides the objects. */
export type RuleContext = {
  readonly catalog: Catalog
  /** Kubernetes minor of the cluster, e.g. `1.33`. */
  readonly kubernetes: string
  /** `openshift` and the like; rules of one platform are silent without it. */
  readonly platform?: string
  /** What each folder renders to, for rules of scope `whole` about who delivers what. */
  readonly delivered?: ReadonlyMap<string, readonly Resource[]>
  /** Keys of the Secrets that are promised to exist, by namespace and name; rules about them are silent without it. */
  readonly promised?: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>
  /** The repository that is judged: its URL, and whether it has a folder; rules about paths in it are silent without it. */
  readonly repository?: { readonly url: string; readonly has: (folder: string) => boolean }
}

/**
 * What is read of objects, by kind of any group: `pod` is any pod or pod template, `*` every object. Paths have slashes
 * between their steps; the step `*` is every element or member, `C` every container of a pod, and a slash at the end means names of members only.
 * With a path and a test only texts are read that pass it.
 */
export type Reads = Readonly<Record<string, readonly (string | ReadsTexts)[]>>
export type ReadsTexts = readonly [path: string, isRead: (text: string) => boolean]

/**
 * What gives a rule reason to look at an object: something that stands at a path, or only what a test says so of; a test is
 * also shown undefined, for a map without that member. Kinds, paths and steps are those of `Reads`, a kind may have its group
 * behind it, and the empty path is the object itself.
 */
export type Reasons = Readonly<Record<string, readonly (string | Reason)[]>>
export type Reason = readonly [path: string, isReason: (value: unknown) => boolean]

/** One thing that must hold in a rendering, beyond the schemas. */
export type Rule = {
  /** What must hold, e.g. `image-pinned`; the name of the file. */
  readonly id: string
  readonly severity: Severity
  /** `object`: every object is judged by itself; `cluster`: must also hold across all renderings that reach one cluster; `whole`: only then can be judged. */
  readonly scope: 'object' | 'rendering' | 'cluster' | 'whole'
  /** One sentence: what must be true. */
  readonly summary: string
  /** What happens when it does not hold, for people who ask: who refuses it, or what goes wrong later. */
  readonly why: string
  /** What to do about a finding. */
  readonly hint: string
  /** Of scope `object`: the kinds that it looks at, of any group (`Deployment`); all without it. It is not asked about others. */
  readonly kinds?: readonly string[]
  /**
   * It is asked only about objects with one of these, and a rule of another scope only about renderings with such an object;
   * about all without it. As a function it tells them for a kind.
   * Rules of scope `whole` are always asked.
   */
  readonly when?: Reasons | ((kind: string) => Reasons)
  /**
   * Of other scopes: what it reads besides apiVersion, kind, name and namespace. Objects are kept for it with nothing else,
   * so that many fit into memory; as long as one rule does not say it, they are kept whole.
   */
  readonly reads?: Reads
  /** Sees all objects of a rendering; must survive objects of any shape, which the schema layer reports. */
  readonly check: (resources: readonly Resource[], context: RuleContext) => Iterable<RuleProblem>
  /** Renderings that the rule must accept and refuse: tested, and shown to people. Made when they are asked for. */
  readonly examples: () => {
    readonly good: readonly Resource[]
    readonly bad: readonly Resource[]
    readonly platform?: string
    readonly repository?: NonNullable<RuleContext['repository']>
    readonly promised?: NonNullable<RuleContext['promised']>
    /** The folder that they are rendered from, for rules about who delivers what. */
    readonly folder?: string
  }
}
