/** What an expression comes to. `failed`: the API server could not evaluate it for this value either, and refuses it. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: boolean | string | undefined }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }

/** An expression, ready to run on values that `selfOf` has made. */
export type Plan = (self: unknown) => Outcome

/** A compiled regular expression. */
export type Pattern = { readonly test: (text: string) => boolean }

/** CEL and RE2. It costs a tenth of a second to load, so whoever has custom kinds with rules brings it: `cel/engine.ts`. */
export type Engine = {
  /** Compiles once per expression. */
  readonly plan: (expression: string) => Plan
  /** A text of a format such as `date-time` as the type that rules compare it with; in other formats the text. */
  readonly typed: (format: string, text: string) => unknown
  readonly pattern: (source: string) => Pattern | undefined
}
