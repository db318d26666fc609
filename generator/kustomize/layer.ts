import type { Problem } from '../core/finding.ts'
import type { WrittenTree } from './edit/written-tree.ts'
import type { Entry } from './identity/entry.ts'
import type { Kustomization } from './read/kustomization.ts'
import type { FieldTables } from './schema/field-tables.ts'
import type { Schemas } from './schema/schema.ts'

/** One kustomization at work: what its transformers may see besides the objects. */
export type Layer = {
  readonly kustomization: Kustomization
  /** Where the transformers act. */
  readonly tables: FieldTables
  /** What the build knows about kinds. */
  readonly schemas: Schemas
  /** Only this entry of the field's list is to run; in a build that notes every step. */
  readonly only?: number
  /** Nodes are to know where they begin. */
  readonly isPlaced: boolean
  /** A strategic merge is about to be done, for which kustomize reads its schemas. */
  readonly merging: () => void
  /** Path of the kustomization's directory. */
  readonly directory: string
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
  /** How the text of an object says what stands at a path, for copies into texts. Throws UserError where that cannot be told. */
  readonly written: (entry: Entry, steps: readonly string[]) => WrittenTree
  /** An object that the step at work has made. */
  readonly begun: (made: Entry) => Entry
}

/** The entries of a field's list that are to run, with their places in it. */
export function listed<T>(
  list: readonly T[] | undefined,
  { only }: Layer,
): readonly (readonly [place: number, entry: T])[] {
  const all = [...(list ?? []).entries()]
  return only === undefined ? all : all.filter(([place]) => place === only)
}

/** One field of kustomization.yaml at work. Objects that end empty are left out. */
export type Transformer = (entries: readonly Entry[], layer: Layer) => readonly Entry[]
