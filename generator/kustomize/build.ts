import type { Problem } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'
import type { Vars } from './finish/vars.ts'
import type { Entry } from './identity/entry.ts'
import type { Layer } from './layer.ts'
import type { Trace } from './provenance/trace.ts'
import type { Kustomization } from './read/kustomization.ts'
import type { Directory, LoadRestrictor } from './read/loader.ts'
import { emptyTables, type FieldTables } from './schema/field-tables.ts'
import { createKnowledge, type Knowledge } from './schema/openapi.ts'

/** A tree of files and what has been read from it. Objects are never changed, so everything may be shared. */
export type Source = {
  readonly files: Files
  readonly restrictor: LoadRestrictor
  /** Objects of resource files by path. */
  readonly objects: Map<string, readonly Entry[]>
  /** Finished base directories by path; only those that every build would make the same. */
  readonly bases: Map<string, Accumulation>
  /** What is at work, when the objects are to remember it. */
  readonly trace: Trace | undefined
  /** The same tree read so that nodes know where they begin; absent when it is that. */
  readonly placed: Source | undefined
}

/** A tree of which nothing has been read yet. */
export function createSource(files: Files, restrictor: LoadRestrictor, trace?: Trace): Source {
  const source = (own: Pick<Source, 'trace' | 'placed'>): Source => ({
    files,
    restrictor,
    objects: new Map(),
    bases: new Map(),
    ...own,
  })
  return source({ trace, placed: source({ trace: undefined, placed: undefined }) })
}

/** Everything that a kustomization makes before hashes, references and order, which only the top applies. */
export type Accumulation = {
  readonly kustomization: Kustomization
  readonly entries: readonly Entry[]
  readonly warnings: readonly Problem[]
  /** Where transformers act, with what `configurations` and `crds` added here and below. */
  readonly tables: FieldTables
  readonly vars: Vars
  /** Every directory that was entered, itself first. */
  readonly directories: readonly string[]
  /** A strategic merge was done. */
  readonly merged: boolean
  /** A validator was run. */
  readonly validated: boolean
}

/** The parts of an accumulation while it grows. */
export type Growth = {
  entries: Entry[]
  warnings: Problem[]
  directories: string[]
  tables: FieldTables
  vars: Vars
  merged: boolean
  validated: boolean
}

/** An accumulation of nothing. */
export function createGrowth(): Growth {
  return {
    entries: [],
    warnings: [],
    directories: [],
    tables: emptyTables,
    vars: new Map(),
    merged: false,
    validated: false,
  }
}

/** One build of one top directory: what its kustomizations share. */
export type Build = {
  readonly source: Source
  /** `buildMetadata` of the top; with any word objects carry notes on their way. */
  readonly metadata: readonly string[]
  readonly knowledge: Knowledge
  /** Finished bases that only this build makes like that, by path and by the way to them. */
  readonly bases: Map<string, Accumulation>
  /** What grows at the moment, from the top to the innermost. */
  readonly growing: Growth[]
  /** How often each directory was entered. */
  readonly entered: Map<string, number>
}

/** A build that has not begun. */
export function createBuild(source: Source, metadata: readonly string[]): Build {
  return {
    source,
    metadata,
    knowledge: createKnowledge(),
    bases: new Map(),
    growing: [],
    entered: new Map(),
  }
}

/** True as long as this build makes of a base what every other would. */
export function isOrdinary({ metadata, knowledge }: Build): boolean {
  return metadata.length === 0 && !knowledge.settled
}

/** A plugin's configuration, and the JSON pointer of the entry that names it. */
export type PluginConfig = { readonly config: Entry; readonly pointer: string }

/** One kustomization while it is built. */
export type Site = {
  readonly build: Build
  readonly directory: Directory
  /** The way from the top directory as notes show it; empty for the top. */
  readonly shown: string
  readonly growth: Growth
  readonly layer: Layer
}
