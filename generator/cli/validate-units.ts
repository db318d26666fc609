import { posix, resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import { relativeErrors, relativeProblem } from '../core/relative-paths.ts'
import type { Files } from '../core/tree.ts'
import { collectSooner } from '../io/collect-sooner.ts'
import { diskFiles, rootOf } from '../io/disk-files.ts'
import { findManifests, readManifest } from '../io/find-manifests.ts'
import type { Renderer, Rendering } from '../kustomize/index.ts'
import { type Exception, ignoreComments } from '../validate/index.ts'
import { problemsOf } from '../yaml/index.ts'
import { type Manifest, textOf, type Unit, unitOf } from './check.ts'
import type { World } from './command.ts'
import { unreadable } from './unit-objects.ts'
import type { Known } from './validate-fleet.ts'
import type { ReadText } from './validate-places.ts'
import { SETTINGS_FILE, textIfThere } from './validate-settings.ts'

/** What is to be judged, and how its texts are read again. */
export type Gathered = {
  readonly units: readonly Unit[]
  readonly read: ReadText
  /** YAML files that are nobody's manifest: values of charts, settings of tools. */
  readonly others: readonly string[]
}

/** What else decides how paths are read. */
export type Gathering = {
  readonly kubernetes: string
  readonly platform?: string
  /** Files whose path matches one of these are passed over. */
  readonly ignored: readonly RegExp[]
  readonly stdin: () => Promise<string>
}

/** Kustomizations and manifests under paths; our own overlays each for its own cluster. */
export async function unitsUnder(
  world: World,
  paths: readonly string[],
  gathering: Gathering,
): Promise<Gathered> {
  const { cwd } = world
  const all = paths.map((path) => (path === '-' ? undefined : findManifests(cwd, path)))
  const some = all.some((found) => found?.kustomizations.length)
  const known = await knownRoots(world, some)
  const files = diskFiles()
  const renderer = some ? await rendererOf(files) : undefined
  const units: Unit[] = []
  let input: string | undefined
  const manifests: Manifests = { folders: new Map(), others: [], kept: 0 }
  for (const [index, path] of paths.entries()) {
    const found = all[index]
    if (found === undefined) {
      input = await gathering.stdin()
      const text = input
      readInto(manifests, '-', true, () => text)
      continue
    }
    if (renderer !== undefined)
      for (const root of rootsUnder(found.kustomizations, known))
        units.push(rendered(root, known.get(root), { cwd, renderer, gathering }))
    const alone = found.files.filter((file) => !isBelow(file, found.kustomizations))
    for (const file of alone)
      if (!gathering.ignored.some((pattern) => pattern.test(file)))
        readInto(manifests, file, file === posix.normalize(path), () => readManifest(cwd, file))
    units.push(...found.problems.map((problem) => broken(path, [problem], gathering)))
  }
  const folders = Array.from(manifests.folders, ([source, folder]) => ({
    source,
    ...folder,
    ...contextOf(gathering),
  }))
  const onDisk = reader(cwd, files)
  const read: ReadText = (file) => (file === '-' ? input : onDisk(file))
  return { units: [...units, ...folders], read, others: manifests.others }
}

type Folder = {
  readonly resources: readonly []
  readonly manifests: Manifest[]
  readonly files: string[]
  readonly findings: readonly []
  readonly comments: Exception[]
}

type Manifests = {
  readonly folders: Map<string, Folder>
  readonly others: string[]
  /** How much text is in memory. */
  kept: number
}

const emptyFolder = (): Folder => ({
  resources: [],
  manifests: [],
  files: [],
  findings: [],
  comments: [],
})

/** Manifests of one folder are applied together, so they are judged together. */
function readInto(
  manifests: Manifests,
  file: string,
  isNamed: boolean,
  again: () => string | Problem,
): void {
  const { folders, others } = manifests
  const text = again()
  const name = file === '-' ? '-' : posix.dirname(file)
  const folder = folders.get(name) ?? emptyFolder()
  if (typeof text === 'string' && !isNamed && !isManifest(text) && !isBlank(text)) {
    if (file !== SETTINGS_FILE) others.push(file)
    return
  }
  folders.set(name, folder)
  folder.files.push(file)
  folder.manifests.push(manifestOf(manifests, file, text, again))
  if (typeof text === 'string' && isReadable(text, file))
    folder.comments.push(...ignoreComments(text, file))
}

/** Texts of more files than this together are not kept until they are judged, but read again. */
const KEPT = 16 * 1024 * 1024

function manifestOf(
  manifests: Manifests,
  file: string,
  text: string | Problem,
  again: () => string | Problem,
): Manifest {
  if (typeof text !== 'string') return { file, text: () => text, defines: false }
  const defines = text.includes('CustomResourceDefinition')
  manifests.kept += text.length
  if (manifests.kept > KEPT) collectSooner()
  return { file, text: manifests.kept > KEPT ? again : () => text, defines }
}

/** Comments in a file that is broken cover nothing. */
function isReadable(text: string, file: string): boolean {
  return !text.includes('strata-ignore') || problemsOf(text, file).length === 0
}

const isBlank = (text: string): boolean =>
  /^(?:[ \t]*(?:#[^\n]*|---)?\r?\n)*[ \t]*(?:#[^\n]*|---)?$/.test(text)

/** Other YAML (charts, settings of tools) is nobody's manifest; a file that is named alone is judged in any case. */
function isManifest(text: string): boolean {
  if (/^\s*[[{]/.test(text))
    return /"kind"\s*:/.test(text) && /"(?:apiVersion|metadata)"\s*:/.test(text)
  const has = (field: string): boolean => new RegExp(`^(["']?)${field}\\1\\s*:`, 'm').test(text)
  return has('kind') ? has('apiVersion') || has('metadata') : has('apiVersion') && has('metadata')
}

/** Plain manifests do without kustomize, which is not even loaded for them. */
async function rendererOf(files: Files): Promise<Renderer> {
  return (await import('../kustomize/index.ts')).createRenderer(files)
}

type Renders = {
  readonly cwd: string
  readonly renderer: Renderer
  readonly gathering: Gathering
}

function rendered(
  root: string,
  own: Known | undefined,
  { cwd, renderer, gathering }: Renders,
): Unit {
  try {
    const rendering = relativeErrors(cwd, () => renderer.render(rootOf(resolve(cwd, root))))
    const unit = unitOf(root, withRelativePaths(cwd, rendering), own?.root ?? contextOf(gathering))
    return { ...unit, ...own?.decided }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return broken(root, error.problems, gathering)
  }
}

function withRelativePaths(cwd: string, rendering: Rendering): Rendering {
  const prefix = `${cwd.slice(1)}/`
  const short = (path: string): string =>
    path.startsWith(prefix) ? path.slice(prefix.length) : `/${path}`
  const objects = rendering.objects.map((object) => ({
    ...object,
    origin: short(object.origin),
    patches: object.patches.map(short),
  }))
  const warnings = rendering.warnings.map((problem) => relativeProblem(cwd, problem))
  return { ...rendering, objects, warnings }
}

const broken = (source: string, problems: readonly Problem[], gathering: Gathering): Unit => ({
  source,
  resources: [],
  findings: problems.map((problem) => unreadable(source, problem)),
  ...contextOf(gathering),
})

const contextOf = ({ kubernetes, platform }: Gathering) => ({
  kubernetes,
  ...(platform === undefined ? {} : { platform }),
})

const isBelow = (file: string, roots: readonly string[]): boolean =>
  roots.some((root) => root === '.' || file.startsWith(`${root}/`))

/** Our own overlays as the engines sync them, and every other kustomization that is no part of them. */
function rootsUnder(
  found: readonly string[],
  known: ReadonlyMap<string, Known>,
): readonly string[] {
  const ours = found.filter((root) => known.has(root))
  return [...ours, ...found.filter((root) => !known.has(root) && !isPart(root, known))]
}

/** What reaches a cluster only as a part of our own overlays: bases, their parts, and what lists them all. */
const isPart = (root: string, known: ReadonlyMap<string, unknown>): boolean =>
  known.size > 0 &&
  (/^base\/[^/]+$/.test(root) ||
    /^overlays\/[^/]+$/.test(root) ||
    [...known.keys()].some((ours) => root.startsWith(`${ours}/`)))

/** Our own overlays; nothing is loaded for it where there is no kustomization, or no fleet.yaml. */
async function knownRoots(world: World, some: boolean): Promise<ReadonlyMap<string, Known>> {
  if (!some || textIfThere(world.cwd, 'fleet.yaml') === undefined) return new Map()
  return (await import('./validate-fleet.ts')).rootsOfFleet(world)
}

/** Texts by the paths that messages use. */
function reader(cwd: string, files: Files): ReadText {
  const read = textOf(files)
  return (file) => read(resolve(cwd, file).replaceAll('\\', '/').slice(1))
}
