import type { Place, Problem } from '../../core/finding.ts'
import type { Entry } from '../identity/entry.ts'
import type { Container } from './pods.ts'
import type { Survey } from './survey.ts'

/** The files of a small tree, by path. */
export type Example = Readonly<Record<string, string>>

/** One thing that kustomize does in silence and nobody wants. It is told, and changes nothing. */
export type Warning = {
  /** Never renamed: people filter by it. */
  readonly id: `kustomize/${string}`
  /** What happens, in one sentence. */
  readonly summary: string
  /** How that shows later. */
  readonly why: string
  /** What to do, unless the problem at hand knows better. */
  readonly hint: string
  /** A tree that has it in its top directory, and the same tree put right. */
  readonly example: { readonly bad: Example; readonly good: Example }
  /** Looks for it in a finished build; absent where the step that does it tells it. */
  readonly check?: (built: Built) => Iterable<Problem>
  /** The same for each object alone. */
  readonly checkObject?: (object: Looked, survey: Survey) => readonly Problem[] | undefined
}

/** An object of a finished build, with what several checks ask of it. */
export type Looked = { readonly entry: Entry; readonly containers: readonly Container[] }

/** A finished build, as checks see it. */
export type Built = {
  /** In output order. */
  readonly entries: readonly Entry[]
  /** What the objects come from and what changed them, as they remember it, each once. */
  readonly sources: readonly string[]
  /** Every kustomization file that took part, the top first. */
  readonly kustomizations: readonly string[]
  readonly survey: Survey
}

/** A warning about something in particular. */
export function problemOf(
  { id, hint: usual }: Warning,
  message: string,
  { hint = usual, place }: { readonly hint?: string; readonly place?: Place | undefined } = {},
): Problem {
  return place === undefined ? { id, message, hint } : { id, message, hint, place }
}

/** `apiVersion` to `metadata`, for examples. */
export function header(apiVersion: string, kind: string, name: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n`
}
