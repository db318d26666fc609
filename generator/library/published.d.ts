// The types of `strata/kustomize`. A test holds them and the functions together.

/** A place in a file, counted from 1 as editors do. */
export type Place = { readonly file: string; readonly line: number; readonly column: number }

/** What is wrong, what to do about it, and where. */
export type Problem = {
  /** Only of warnings: `kustomize/phantom-container`... */
  readonly id?: string
  readonly message: string
  readonly hint: string
  readonly place?: Place
}

/** Everything that the user can correct is thrown as this; anything else is a bug. */
export class UserError extends Error {
  readonly name: 'UserError'
  readonly problems: readonly Problem[]
  constructor(problems: Problem | readonly Problem[], options?: { readonly cause?: unknown })
}

/** A tree in memory: POSIX path, relative to its top, to text or bytes. */
export type Files = ReadonlyMap<string, string | Uint8Array>

export type TraceOptions = {
  /** Whether a kustomization may name files outside of its own directory; `LoadRestrictionsRootOnly` unless given. */
  readonly loadRestrictor?: 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone'
  /** The order of objects where the top kustomization has no `sortOptions`; `none` is the order of reading. */
  readonly reorder?: 'legacy' | 'none'
}

export type BuildOptions = TraceOptions & {
  /** Hears old fields, and what kustomize passes over in silence; the text is the same in any case. */
  readonly onWarning?: (warning: Problem) => void
}

/** What `kustomize build ROOT` (5.8.1) prints for a tree in memory. Throws UserError. */
export function build(files: Files, root: string, options?: BuildOptions): string

/** What `kustomize build DIR` (5.8.1) prints for a directory of the disk. Throws UserError. */
export function buildDirectory(directory: string, options?: BuildOptions): string

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [field: string]: Json | undefined }

/** One thing that made or changed an object: `resources`, `patches[1]`, `namespace`, `hash`, `names`... */
export type TracedStep = { readonly what: string; readonly place: Place }

/** One change of one value, and the line that it comes from; without a value it was removed. */
export type TracedChange = TracedStep & { readonly value: Json | undefined }

/** How a value came to be, oldest change first: the last one set it. */
export type Explanation = {
  /** JSON pointer in the rendered object. */
  readonly pointer: string
  readonly value: Json | undefined
  readonly changes: readonly TracedChange[]
}

/** A rendered object that knows where everything in it comes from. */
export type TracedObject = {
  /** `Deployment/web/tiles`: kind, namespace where it has one, name. */
  readonly id: string
  readonly rendered: { readonly resource: { readonly [field: string]: unknown } }
  readonly formerNames: readonly string[]
  readonly origin: () => Place
  /** Everything that changed it after it was made, in order. */
  readonly steps: () => readonly TracedStep[]
  /** A path is names, indices and `[name=web]`. Throws UserError when nothing ever stood there. */
  readonly explain: (path: readonly string[]) => Explanation
}

export type TracedBuild = {
  readonly objects: readonly TracedObject[]
  readonly warnings: readonly Problem[]
}

/** Render a tree in memory, in output order, and remember every step. Throws UserError. */
export function traceBuild(files: Files, root: string, options?: TraceOptions): TracedBuild

/** The same for a directory of the disk. Throws UserError. */
export function traceDirectory(directory: string, options?: TraceOptions): TracedBuild
