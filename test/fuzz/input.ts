import type { RenderOptions } from '../../generator/kustomize/index.ts'

/** A tree to build: what a case in test/kustomize/cases holds, without the answer. */
export type Input = {
  readonly files: Readonly<Record<string, string>>
  readonly root: string
  readonly options?: RenderOptions
}

/** What came of a build: its text, or why there is none. `broken` is a fault of the program, not of the tree. */
export type Outcome =
  | { readonly output: string }
  | { readonly error: string; readonly broken?: boolean }
