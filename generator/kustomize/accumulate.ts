import { posix } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import {
  type Accumulation,
  type Build,
  createBuild,
  createGrowth,
  type Growth,
  isOrdinary,
  type PluginConfig,
  type Site,
  type Source,
} from './build.ts'
import { fileNote, withOrigin } from './finish/build-metadata.ts'
import { markSources, mergeVars } from './finish/vars.ts'
import { absorb } from './identity/absorb.ts'
import { type Entry, entryOf } from './identity/entry.ts'
import { refuseDuplicates } from './identity/refuse-duplicates.ts'
import { layerOf } from './layer-of.ts'
import { makeObjects } from './make-objects.ts'
import { countEntry } from './node/too-large.ts'
import { begun } from './provenance/trace.ts'
import { readObjects } from './read/documents.ts'
import type { Kustomization } from './read/kustomization.ts'
import {
  type Directory,
  enterDirectory,
  loadFile,
  refuseCycle,
  resolve,
  textOfFile,
} from './read/loader.ts'
import { readKustomization } from './read/read-kustomization.ts'
import { readCrds } from './schema/crds.ts'
import { builtinTables, emptyTables, mergeTables, readTables } from './schema/field-tables.ts'
import { applyOpenapi, besideFor, knownBy } from './schema/openapi.ts'
import { transform } from './transform.ts'
import { validate } from './validate.ts'
import { hashesLost } from './warnings/hash-lost.ts'

/**
 * Build one top directory with all that it names, depth first. With validators it is built once more, of nodes that know
 * where they begin, which nothing else needs. Throws UserError.
 */
export function accumulate(source: Source, directory: Directory): Accumulation {
  const { kustomization, warnings } = readKustomization(directory.text, directory.file)
  const build = createBuild(source, kustomization.buildMetadata ?? [])
  const built = grow(build, directory, '', kustomization, warnings)
  if (built.validated && source.placed !== undefined) accumulate(source.placed, directory)
  return built
}

function grow(
  build: Build,
  directory: Directory,
  shown: string,
  kustomization: Kustomization,
  warnings: readonly Problem[],
): Accumulation {
  const growth: Growth = createGrowth()
  build.growing.push(growth)
  run(enter(build, directory, shown, kustomization, warnings, growth))
  build.growing.pop()
  return { kustomization, ...growth }
}

/** Begin a kustomization: a component on what its parent has so far, any other on nothing. */
function enter(
  build: Build,
  directory: Directory,
  shown: string,
  kustomization: Kustomization,
  warnings: readonly Problem[],
  growth: Growth,
): Site {
  const layer = layerOf(build, directory, kustomization, growth)
  growth.warnings.push(...warnings)
  growth.directories.push(directory.path)
  countEntry(build.entered, directory.path)
  const { knowledge, growing } = build
  const before = knowledge.schemas
  layer.at('/openapi', () =>
    applyOpenapi(knowledge, layer, () =>
      besideFor(
        growing.some(({ merged }) => merged),
        growing.flatMap(({ entries }) => entries),
      ),
    ),
  )
  if (knowledge.schemas !== before)
    for (const open of growing) open.entries = [...knownBy(open.entries, knowledge.schemas)]
  return { build, directory, shown, growth, layer }
}

/** The steps of one kustomization, in the order of upstream. */
function run(site: Site): void {
  const { directory, growth, layer } = site
  const { resources, configurations, crds, components, vars = [] } = layer.kustomization
  const each = (field: string, list: readonly string[] = [], step: (named: string) => void) => {
    for (const [i, named] of list.entries()) layer.at(`/${field}/${i}`, () => step(named))
  }
  each('resources', resources, (named) => addResource(site, named))
  layer.at('/resources', () => refuseDuplicates(growth.entries, directory.file))
  const texts: (readonly [string, string])[] = []
  each('configurations', configurations, (named) => {
    texts.push([layer.loadText(named), resolve(directory, named)])
  })
  const own = texts.length === 0 ? builtinTables : readTables(texts)
  growth.tables = mergeTables(growth.tables, own)
  each('crds', crds, (named) => {
    const more = readCrds(layer.loadText(named), resolve(directory, named))
    growth.tables = mergeTables(growth.tables, more)
  })
  const made = makeObjects(site, () => loadConfigs(site, 'generators'))
  growth.entries = [...absorb(growth.entries, made)]
  for (const [problem, pointer] of hashesLost(growth.entries, made)) layer.warn(problem, pointer)
  each('components', components, (named) => addComponent(site, named))
  transform(site, loadConfigs(site, 'transformers'))
  validate(site, loadConfigs(site, 'validators'))
  layer.at('/vars', () => {
    growth.entries = [...markSources(growth.entries, vars)]
    growth.vars = mergeVars(growth.vars, vars)
  })
}

/** A resource is a file if there is one, else a directory. */
function addResource(site: Site, named: string): void {
  const { build, directory, growth } = site
  const path = resolve(directory, named)
  if (build.source.files.has(path)) {
    const read = knownBy(objectsOf(build.source, directory, named, path), build.knowledge.schemas)
    const entries =
      build.metadata.length > 0 ? withOrigin(read, fileNote(posix.join(site.shown, named))) : read
    for (const entry of entries) growth.entries.push(entry)
    return
  }
  const base = baseAt(site, named, path)
  for (const entry of base.entries) growth.entries.push(entry)
  growth.warnings.push(...base.warnings)
  growth.directories.push(...base.directories)
  growth.tables = mergeTables(growth.tables, base.tables)
  growth.vars = mergeVars(growth.vars, base.vars.values())
  growth.merged ||= base.merged
  growth.validated ||= base.validated
}

function objectsOf(source: Source, from: Directory, named: string, path: string): readonly Entry[] {
  const content = loadFile(source.files, from, named, source.restrictor)
  const known = source.objects.get(path)
  if (known !== undefined) return known
  const isPlaced = source.placed === undefined
  const entries = readObjects(textOfFile(content, path), path, isPlaced).map((node, object) =>
    begun(source.trace, entryOf(node, path), { file: path, pointer: '', object }),
  )
  source.objects.set(path, entries)
  return entries
}

/** A finished base is used again; that it leads back here must be looked at each time. */
function baseAt({ build, directory: from, shown }: Site, named: string, path: string) {
  const { source } = build
  const way = posix.join(shown, named)
  const key = `${path}\n${way}`
  const wasOrdinary = isOrdinary(build)
  const known = wasOrdinary ? source.bases.get(path) : build.bases.get(key)
  if (known !== undefined) {
    const before = [...from.parents, from.path]
    for (const directory of known.directories) refuseCycle(before, directory, from)
    return known
  }
  const directory = enterDirectory(source.files, from, named, source.restrictor)
  const { kustomization, warnings } = readKustomization(directory.text, directory.file)
  if (kustomization.kind === 'Component')
    throw new UserError({
      message: `${directory.file} is a Component, which only components may name`,
      hint: `${from.file} names it under resources: move it to components`,
    })
  const base = grow(build, directory, way, kustomization, warnings)
  if (wasOrdinary && isOrdinary(build)) source.bases.set(path, base)
  else if (!wasOrdinary) build.bases.set(key, base)
  return base
}

function addComponent({ build, directory: from, shown, growth }: Site, named: string): void {
  const directory = enterDirectory(build.source.files, from, named, build.source.restrictor)
  const { kustomization, warnings } = readKustomization(directory.text, directory.file)
  if (kustomization.kind !== 'Component')
    throw new UserError({
      message: `${directory.file} is a ${kustomization.kind}, must be a Component`,
      hint: `${from.file} names it under components: give it kind: Component, or move it to resources`,
    })
  run(enter(build, directory, posix.join(shown, named), kustomization, warnings, growth))
  refuseDuplicates(growth.entries, directory.file)
  growth.tables = mergeTables(emptyTables, growth.tables)
}

/** Configurations of plugins: those that stand in the kustomization itself, then those in files and directories. */
function loadConfigs(
  site: Site,
  field: 'generators' | 'transformers' | 'validators',
): readonly PluginConfig[] {
  const { build, directory, layer, shown } = site
  const written = layer.kustomization[field] ?? []
  if (written.length === 0) return []
  const growth = createGrowth()
  build.growing.push(growth)
  const pointers: string[] = []
  const note = fileNote(posix.join(shown, posix.basename(directory.file)))
  const files = [...written.entries()].filter(([i, text]) => {
    const pointer = `/${field}/${i}`
    const inline = layer.at(pointer, () =>
      inlineConfigs(text, directory.file)?.map((config) => layer.begun(config)),
    )
    const known = knownBy(inline ?? [], build.knowledge.schemas)
    const noted = build.metadata.length > 0 ? withOrigin(known, note) : known
    growth.entries.push(...noted)
    pointers.push(...noted.map(() => pointer))
    return inline === undefined
  })
  for (const [i, named] of files)
    layer.at(`/${field}/${i}`, () => {
      addResource({ ...site, growth }, named)
      while (pointers.length < growth.entries.length) pointers.push(`/${field}/${i}`)
    })
  build.growing.pop()
  layer.at(`/${field}`, () => refuseDuplicates(growth.entries, `${directory.file}: ${field}`))
  site.growth.warnings.push(...growth.warnings)
  site.growth.directories.push(...growth.directories)
  site.growth.merged ||= growth.merged
  site.growth.validated ||= growth.validated
  return growth.entries.map((config, i) => ({ config, pointer: pointers[i] ?? `/${field}` }))
}

/** What reads as objects is no path. */
function inlineConfigs(text: string, file: string): readonly Entry[] | undefined {
  try {
    return readObjects(text, file).map((node) => entryOf(node, file))
  } catch (error) {
    if (!(error instanceof UserError) || text.includes('\n')) throw error
    return undefined
  }
}
