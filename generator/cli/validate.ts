import { resolve } from 'node:path'
import { type Finding, type Problem, UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import {
  diskFiles,
  findKustomizations,
  isInterrupted,
  readManifests,
  readText,
  rootOf,
} from '../io/index.ts'
import { render } from '../kustomize/index.ts'
import { reporters } from '../report/index.ts'
import { type Catalog, checkRendering } from '../validate/index.ts'
import { readYaml } from '../yaml/index.ts'
import {
  type Checking,
  checkRepository,
  emptyRendering,
  findingOf,
  rootsOf,
  schemasOf,
} from './check.ts'
import type { World } from './command.ts'
import { loadFleet, repositoryFor } from './load.ts'
import { resourcesOf } from './prove.ts'
import { relativeErrors } from './render.ts'

type Options = { readonly format: string; readonly version: string | undefined }

/** Without paths the whole repository by fleet.yaml; with paths every kustomization and manifest under them. */
export async function validatePaths(
  world: World,
  paths: readonly string[],
  options: Options,
): Promise<number> {
  if (await isInterrupted(world.cwd))
    throw new UserError({
      message: 'a run of generate was interrupted while it wrote: the files are a mixture',
      hint: 'run "strata generate": it finishes that first',
    })
  const catalog = schemasOf(world)
  assertVersion(catalog, options.version)
  const checking =
    paths.length === 0
      ? await wholeRepository(world, catalog)
      : await someOf(world, paths, catalog, options)
  if (checking.objects === 0 && checking.findings.length === 0)
    throw new UserError({
      message: '0 objects checked',
      hint: 'name a folder that holds kustomizations or manifests',
    })
  world.out(reporters[options.format as keyof typeof reporters](checking, world.style))
  return checking.findings.some((f) => f.severity === 'error') ? 1 : 0
}

function assertVersion({ versions }: Catalog, version: string | undefined): void {
  if (version === undefined || versions.includes(version)) return
  throw new UserError({
    message: `--kubernetes-version is "${version}", for which there are no schemas`,
    hint: `use one of ${versions.join(', ')}`,
  })
}

async function wholeRepository(world: World, catalog: Catalog): Promise<Checking> {
  const loaded = await loadFleet(world)
  repositoryFor(loaded) // what no engine could sync is the same error here as in generate
  return checkRepository(loaded.disk, loaded.plan, catalog)
}

async function someOf(
  world: World,
  paths: readonly string[],
  catalog: Catalog,
  { version }: Options,
): Promise<Checking> {
  const known = await knownRoots(world)
  const findings: Finding[] = []
  let objects = 0
  let renderings = 0
  const judge = (resources: readonly Resource[], source: string): void => {
    const own = known.get(source)
    const kubernetes = own?.kubernetes ?? version ?? catalog.newest
    const platform = own ? { platform: own.platform } : {}
    if (resources.length === 0) findings.push(emptyRendering(source))
    findings.push(...checkRendering(resources, { catalog, kubernetes, source, ...platform }))
    objects += resources.length
    renderings += 1
  }
  const files = diskFiles()
  for (const path of paths) {
    const { roots, manifests } = await under(world, path, known)
    const attempt = (source: string, make: () => readonly Resource[]): void => {
      try {
        judge(relativeErrors(world.cwd, make), source)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        findings.push(...error.problems.map((problem) => unreadable(source, problem)))
      }
    }
    for (const root of roots)
      attempt(root, () => resourcesOf(render(files, rootOf(resolve(world.cwd, root)))))
    for (const [file, text] of manifests) attempt(file, () => readYaml(text, file) as Resource[])
  }
  return { findings, objects, renderings }
}

/** What cannot be read is not green: it is named, and the rest is judged. */
const unreadable = (source: string, problem: Problem): Finding =>
  findingOf('unreadable', 'error', source, problem)

/**
 * What to check under a path: our own overlays as the engines sync them, every other kustomization, and the plain
 * manifests that stand below none of them.
 */
async function under({ cwd }: World, path: string, known: ReadonlyMap<string, unknown>) {
  const found = await findKustomizations(cwd, path)
  const ours = found.filter((root) => known.has(root))
  const roots = [...ours, ...found.filter((root) => !known.has(root) && !isPart(root, known))]
  const manifests = [...(await readManifests(cwd, path))].filter(
    ([file, text]) =>
      found.every((root) => root !== '.' && !file.startsWith(`${root}/`)) &&
      (file === path || isManifest(text)),
  )
  return { roots, manifests }
}

/** What reaches a cluster only as a part of our own overlays: bases, their parts, and what lists them all. */
const isPart = (root: string, known: ReadonlyMap<string, unknown>): boolean =>
  known.size > 0 &&
  (/^base\/[^/]+$/.test(root) ||
    /^overlays\/[^/]+$/.test(root) ||
    [...known.keys()].some((ours) => root.startsWith(`${ours}/`)))

/** Other YAML (charts, settings of tools) is nobody's manifest; a file that is named alone is judged in any case. */
const isManifest = (text: string): boolean =>
  /^\s*\{\s*"(apiVersion|kind)"\s*:/.test(text) ||
  (/^(["']?)apiVersion\1\s*:/m.test(text) && /^(["']?)kind\1\s*:/m.test(text))

/** Which cluster each of our own overlays is for; nothing in a repository without fleet.yaml. */
async function knownRoots(world: World) {
  if ((await readText(world.cwd, 'fleet.yaml')) === undefined) return new Map()
  const { plan, disk } = await loadFleet(world)
  return new Map(rootsOf(plan, disk).map((root) => [root.root, root]))
}
