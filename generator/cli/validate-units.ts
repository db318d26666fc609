import { resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import { relativeErrors, relativeProblem } from '../core/relative-paths.ts'
import { saidOnce } from '../core/said-once.ts'
import type { Files } from '../core/tree.ts'
import { codeOf, remedyOf } from '../io/as-user-error.ts'
import { diskFiles, rootOf, treePath } from '../io/disk-files.ts'
import { type Found, findManifests } from '../io/find-manifests.ts'
import { createListings } from '../io/listings.ts'
import { textOfBytes } from '../io/read-manifest.ts'
import type { Renderer, Rendering } from '../kustomize/index.ts'
import { placeOf } from '../yaml/index.ts'
import { textOf, type Unit, unitOf } from './check.ts'
import type { World } from './command.ts'
import { unreadable } from './unit-objects.ts'
import type { Known } from './validate-fleet.ts'
import { readManifests } from './validate-manifests.ts'
import type { ReadText } from './validate-places.ts'
import { textIfThere } from './validate-settings.ts'

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
  /** Files and kustomizations whose path is so are passed over. */
  readonly ignored: (file: string) => boolean
  readonly stdin: () => Promise<Uint8Array>
}

/** Kustomizations and manifests under paths, each once; our own overlays each for its own cluster. */
export async function unitsUnder(
  world: World,
  paths: readonly string[],
  gathering: Gathering,
): Promise<Gathered> {
  const { cwd } = world
  const listings = createListings()
  const files = diskFiles(listings)
  const all = [...new Set(paths.filter((path) => path !== '-'))].map((path) =>
    findManifests(cwd, path, { ignored: gathering.ignored, listings, files }),
  )
  const input = paths.includes('-') ? await inputOf(gathering) : undefined
  const renderings = await renderingsUnder(world, all, files, gathering)
  const manifests = readManifests(cwd, all, input)
  const folders = Array.from(manifests.folders, ([source, folder]) => ({
    source,
    ...folder,
    ...contextOf(gathering),
  }))
  const onDisk = reader(cwd, files)
  const read: ReadText = (file) => (file === '-' ? textOr(input) : onDisk(file))
  return { units: [...renderings, ...folders], read, others: manifests.others }
}

async function inputOf({ stdin }: Gathering): Promise<string | Problem> {
  try {
    return textOfBytes(await stdin())
  } catch (error) {
    if (codeOf(error) === '') throw error
    const [said, hint] = remedyOf(error)
    return { message: `this cannot be read: ${said}`, hint }
  }
}

const textOr = (input: string | Problem | undefined): string | undefined =>
  typeof input === 'string' ? input : undefined

async function renderingsUnder(
  world: World,
  all: readonly Found[],
  files: Files,
  gathering: Gathering,
): Promise<readonly Unit[]> {
  const found = [...new Set(all.flatMap(({ kustomizations }) => kustomizations))]
  if (found.length === 0) return []
  const known = await knownRoots(world)
  const { cwd } = world
  // Plain manifests do without kustomize, which is not even loaded for them.
  const { createRenderer } = await import('../kustomize/index.ts')
  const renders = { cwd, renderer: createRenderer(files), gathering, read: reader(cwd, files) }
  return rootsUnder(found, known).map((root) => rendered(root, known.get(root), renders))
}

type Renders = {
  readonly cwd: string
  readonly renderer: Renderer
  readonly gathering: Gathering
  readonly read: ReadText
}

function rendered(root: string, own: Known | undefined, renders: Renders): Unit {
  const { cwd, renderer, gathering } = renders
  try {
    const rendering = relativeErrors(cwd, () => renderer.render(rootOf(resolve(cwd, root))))
    const unit = unitOf(root, withRelativePaths(cwd, rendering), own?.root ?? contextOf(gathering))
    return { ...unit, ...own?.decided }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return broken(root, error.problems, renders)
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

/** What cannot be rendered is not green: it is named, and the rest is judged. */
const broken = (
  source: string,
  problems: readonly Problem[],
  { gathering, read }: Renders,
): Unit => ({
  source,
  resources: [],
  findings: problems.map((problem) => unreadable(source, inFile(saidOnce(problem), read))),
  ...contextOf(gathering),
})

/** A place in a text that stands in a kustomization, as the place of that text: no editor knows another one. */
function inFile(problem: Problem, read: ReadText): Problem {
  const [, file = '', list = '', index = ''] =
    /^(.*): (\w+)\[(\d+)\]$/.exec(problem.place?.file ?? '') ?? []
  const text = file === '' ? undefined : read(file)
  const place = text === undefined ? undefined : placeOf(text, file, `/${list}/${index}`)
  if (place === undefined) return problem
  return { ...problem, message: `${list}[${index}]: ${problem.message}`, place }
}

const contextOf = ({ kubernetes, platform }: Gathering) => ({
  kubernetes,
  ...(platform === undefined ? {} : { platform }),
})

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

/** Our own overlays; nothing is loaded for it where there is no fleet.yaml. */
async function knownRoots(world: World): Promise<ReadonlyMap<string, Known>> {
  if (textIfThere(world.cwd, 'fleet.yaml') === undefined) return new Map()
  return (await import('./validate-fleet.ts')).rootsOfFleet(world)
}

/** Texts by the paths that messages use. */
function reader(cwd: string, files: Files): ReadText {
  const read = textOf(files)
  return (file) => read(treePath(resolve(cwd, file)))
}
