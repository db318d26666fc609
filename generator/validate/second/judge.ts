import type { Resource } from '../../core/resource.ts'
import type { KindSchema } from '../catalog.ts'
import type { SchemaRule } from '../schema-rules.ts'

/** One object with the schema that both judges shall hold it against. */
export type Asked = { readonly resource: Resource; readonly schema: KindSchema }

/** One objection of another judge, in its own words. */
export type Refusal = {
  /** Where it stands: the place itself, and below it a field that is one too many. */
  readonly places: readonly string[]
  readonly message: string
  /** Fields that it misses at its first place. */
  readonly missing?: readonly string[]
  /** That none, or too many, of several alternatives fit; how that is said differs from judge to judge. */
  readonly isUnion?: boolean
}

/** All objections to an object, or why it was not judged. */
export type Opinion =
  | { readonly kind: 'judged'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'unable'; readonly why: string }

/** Somebody else who reads the same schemas. */
export type SecondJudge = {
  readonly name: string
  /** Whether it can hold what one of our rules of the schema layer holds; `message` is what ours said. */
  readonly holds: (rule: SchemaRule, message: string) => boolean
  /** One opinion for each object, in their order. */
  readonly judge: (asked: readonly Asked[]) => Promise<readonly Opinion[]>
}
