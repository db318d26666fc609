import { type Place, type Problem, UserError } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'
import { placeOf } from '../yaml/index.ts'
import { absorb } from './absorb.ts'
import { readObjects } from './documents.ts'
import { type Entry, entryOf } from './entry.ts'
import { builtinTables, type FieldTables, mergeTables, readTables } from './field-tables.ts'
import { generate } from './generators.ts'
import type { Kustomization } from './kustomization.ts'
import type { Layer } from './layer.ts'
import {
  type Directory,
  enterDirectory,
  type LoadRestrictor,
  loadFile,
  refuseCycle,
  resolve,
  textOfFile,
} from './loader.ts'
import { located } from './located.ts'
import { readKustomization } from './read-kustomization.ts'
import { refuseDuplicates } from './refuse-duplicates.ts'
import { transformers } from './transformers/index.ts'
import { markSources, mergeVars, type Vars } from './vars.ts'

/** A tree of files and what has been read from it. Objects are never changed, so everything may be shared. */
export type Source = {
  readonly files: Files
  readonly restrictor: LoadRestrictor
  /** Objects of resource files by path. */
  readonly objects: Map<string, readonly Entry[]>
  /** Finished base directories by path. */
  readonly bases: Map<string, Accumulation>
}

/** Everything that a kustomization makes before hashes, references and order, which only the top applies. */
export type Accumulation = {
  readonly kustomization: Kustomization
  readonly entries: readonly Entry[]
  readonly warnings: readonly Problem[]
  /** Where transformers act, with what `configurations` added here and below. */
  readonly tables: FieldTables
  readonly vars: Vars
  /** Every directory that was entered, itself first. */
  readonly directories: readonly string[]
}

/** The parts of an accumulation while it grows. */
type Growth = {
  entries: Entry[]
  warnings: Problem[]
  directories: string[]
  tables: FieldTables
  vars: Vars
}

/** A tree of which nothing has been read yet. */
export function createSource(files: Files, restrictor: LoadRestrictor): Source {
  return { files, restrictor, objects: new Map(), bases: new Map() }
}

/** Build one kustomization directory with all that it names, depth first. Throws UserError. */
export function accumulate(source: Source, directory: Directory): Accumulation {
  const { kustomization, warnings } = readKustomization(directory.text, directory.file)
  const growth: Growth = {
    entries: [],
    warnings: [...warnings],
    directories: [directory.path],
    tables: builtinTables,
    vars: new Map(),
  }
  run(source, directory, kustomization, growth)
  return { kustomization, ...growth }
}

/** Resources, generators, components, transformers: for a component on what its parent has so far. */
function run(
  source: Source,
  directory: Directory,
  kustomization: Kustomization,
  growth: Growth,
): void {
  const layer = layerOf(source, directory, kustomization, growth)
  for (const [i, named] of kustomization.resources.entries())
    layer.at(`/resources/${i}`, () => addResource(source, directory, named, growth))
  layer.at('/resources', () => refuseDuplicates(growth.entries, directory.file))
  for (const [i, named] of (kustomization.configurations ?? []).entries())
    layer.at(`/configurations/${i}`, () => {
      const path = resolve(directory, named)
      growth.tables = mergeTables(growth.tables, readTables(layer.loadText(named), path))
    })
  growth.entries = [...absorb(growth.entries, generate(layer))]
  for (const [i, named] of (kustomization.components ?? []).entries())
    layer.at(`/components/${i}`, () => addComponent(source, directory, named, growth))
  for (const transform of transformers) growth.entries = [...transform(growth.entries, layer)]
  const { vars = [] } = kustomization
  layer.at('/vars', () => {
    growth.entries = [...markSources(growth.entries, vars)]
    growth.vars = mergeVars(growth.vars, vars)
  })
}

function placeIn({ text, file }: Directory, pointer: string): Place | undefined {
  return placeOf(text, file, pointer)
}

function layerOf(
  { files, restrictor }: Source,
  directory: Directory,
  kustomization: Kustomization,
  growth: Growth,
): Layer {
  const load = (named: string) => loadFile(files, directory, named, restrictor)
  return {
    kustomization,
    get tables() {
      return growth.tables
    },
    file: directory.file,
    load,
    loadText: (named) => textOfFile(load(named), named),
    warn: (problem, pointer) => {
      const place = placeIn(directory, pointer)
      growth.warnings.push(place === undefined ? problem : { ...problem, place })
    },
    at: (pointer, run) => located(() => placeIn(directory, pointer), run),
  }
}

/** A resource is a file if there is one, else a directory. */
function addResource(source: Source, from: Directory, named: string, growth: Growth): void {
  const path = resolve(from, named)
  if (source.files.has(path)) {
    for (const entry of objectsOf(source, from, named, path)) growth.entries.push(entry)
    return
  }
  const base = baseAt(source, from, named, path)
  for (const entry of base.entries) growth.entries.push(entry)
  growth.warnings.push(...base.warnings)
  growth.directories.push(...base.directories)
  growth.tables = mergeTables(growth.tables, base.tables)
  growth.vars = mergeVars(growth.vars, base.vars.values())
}

function objectsOf(source: Source, from: Directory, named: string, path: string): readonly Entry[] {
  const content = loadFile(source.files, from, named, source.restrictor)
  const known = source.objects.get(path)
  if (known !== undefined) return known
  const entries = readObjects(textOfFile(content, path), path).map((node) => entryOf(node, path))
  source.objects.set(path, entries)
  return entries
}

/** A finished base is used again; that it leads back here must be looked at each time. */
function baseAt(source: Source, from: Directory, named: string, path: string): Accumulation {
  const known = source.bases.get(path)
  if (known !== undefined) {
    const before = [...from.parents, from.path]
    for (const directory of known.directories) refuseCycle(before, directory, from)
    return known
  }
  const directory = enterDirectory(source.files, from, named)
  const base = accumulate(source, directory)
  if (base.kustomization.kind === 'Component')
    throw new UserError({
      message: `${directory.file} is a Component, which only components may name`,
      hint: `${from.file} names it under resources: move it to components`,
    })
  source.bases.set(path, base)
  return base
}

function addComponent(source: Source, from: Directory, named: string, growth: Growth): void {
  const directory = enterDirectory(source.files, from, named)
  const { kustomization, warnings } = readKustomization(directory.text, directory.file)
  if (kustomization.kind !== 'Component')
    throw new UserError({
      message: `${directory.file} is a ${kustomization.kind}, must be a Component`,
      hint: `${from.file} names it under components: give it kind: Component, or move it to resources`,
    })
  growth.warnings.push(...warnings)
  growth.directories.push(directory.path)
  run(source, directory, kustomization, growth)
}
