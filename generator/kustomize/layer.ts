import type { Problem } from '../core/finding.ts'
import type { Entry } from './entry.ts'
import type { FieldTables } from './field-tables.ts'
import type { Kustomization } from './kustomization.ts'

/** One kustomization at work: what its transformers may see besides the objects. */
export type Layer = {
  readonly kustomization: Kustomization
  /** Where the transformers act. */
  readonly tables: FieldTables
  /** The kustomization file. */
  readonly file: string
  /** Content of a file that the kustomization names. Throws UserError. */
  readonly load: (named: string) => string | Uint8Array
  /** Text of such a file. */
  readonly loadText: (named: string) => string
  /** Report what kustomize itself passes over in silence, with the place of a JSON pointer in the file. */
  readonly warn: (problem: Problem, pointer: string) => void
  /** Run a step for what stands at a JSON pointer of the file; its errors get that place unless they know one. */
  readonly at: <T>(pointer: string, run: () => T) => T
}

/** One field of kustomization.yaml at work. Objects that end empty are left out. */
export type Transformer = (entries: readonly Entry[], layer: Layer) => readonly Entry[]
