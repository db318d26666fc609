import { UserError } from '../core/finding.ts'
import { type Lock, parseLock } from '../core/lock.ts'
import type { Resource } from '../core/resource.ts'
import type { Files, FileTree } from '../core/tree.ts'
import {
  type Checked,
  FLEET_FILE,
  includesOf,
  type Needs,
  needsOf,
  parseFleet,
  resolveFleet,
} from '../fleet/index.ts'
import type { Fleet } from '../fleet/types.ts'
import { readFiles, readText } from '../io/index.ts'
import { createRenderer } from '../kustomize/index.ts'
import {
  baseFolder,
  HEADER,
  hasKustomization,
  KUSTOMIZATION,
  LOCK_FILE,
  manifestFiles,
  OWNED_FOLDERS,
  type Plan,
  planFleet,
  type Repository,
  refuseCollisions,
  repositoryOf,
} from '../layout/index.ts'
import { kustomizationText } from '../overlay/index.ts'
import type { World } from './command.ts'

/** fleet.yaml and what it stands for, and the generated folders as they are on the disk now. */
export type Loaded = {
  readonly checked: Checked
  readonly fleet: Fleet
  readonly plan: Plan
  readonly disk: Files
  readonly lock: Lock
  /** Files in the generated folders that the generator does not own. */
  readonly handWritten: ReadonlySet<string>
}

/** Read and plan, write nothing. Throws UserError for everything that is wrong in fleet.yaml. */
export async function loadFleet(world: World): Promise<Loaded> {
  return loadFrom(world, await fleetFiles(world))
}

/** The same for fleet.yaml and what it includes as they might be. */
export async function loadFrom(world: World, files: FileTree): Promise<Loaded> {
  const catalog = await world.catalog()
  const checked = parseFleet(files, catalog)
  const [disk, lock] = await Promise.all([
    readFiles(
      world.cwd,
      OWNED_FOLDERS.map((folder) => `${folder}/**`),
    ),
    readLock(world),
  ])
  const handWritten = new Set(
    [...disk]
      .filter(([path, content]) => !lock.has(path) && !isOurs(content))
      .map(([path]) => path),
  )
  const needs = needsOf(checked, catalog)
  const named = await namedFiles(world, needs, checked)
  const fleet = resolveFleet(checked, catalog, {
    file: (path) => named.get(path),
    manifests: manifestsOf(disk, handWritten, needs, checked),
  })
  const plan = planFleet(fleet, catalog.platforms, checked)
  refuseCollisions(plan, checked)
  return { checked, fleet, plan, disk, lock, handWritten }
}

/** Without its line in the lock file a generated file is still no file of the user's. */
const isOurs = (content: string | Uint8Array): boolean =>
  typeof content === 'string' && content.replaceAll('\r\n', '\n').startsWith(HEADER)

/** Every file that the generator would write now. Throws UserError for what no engine could sync. */
export function repositoryFor({ fleet, plan, disk, handWritten, checked }: Loaded): Repository {
  const kept = new Map([...disk].filter(([path]) => handWritten.has(path)))
  return repositoryOf(fleet, plan, kept, checked)
}

/** fleet.yaml, and the files that it includes, by path. */
export async function fleetFiles({ cwd }: World): Promise<FileTree> {
  const text = await readText(cwd, FLEET_FILE)
  if (text === undefined)
    throw new UserError({
      message: `there is no ${FLEET_FILE} in ${cwd}`,
      hint: 'go to the root of the repository',
    })
  const files = new Map([[FLEET_FILE, text]])
  const patterns = includesOf(text)
  if (patterns.length === 0) return files
  for (const [path, content] of await readFiles(cwd, patterns))
    if (path !== FLEET_FILE) files.set(path, asText(path, content))
  if (files.size === 1)
    throw new UserError({
      message: `include matches no file: ${patterns.join(', ')}`,
      hint: 'patterns count from the folder of fleet.yaml; remove include if there is nothing to include',
    })
  return files
}

function asText(path: string, content: string | Uint8Array): string {
  if (typeof content === 'string') return content
  throw new UserError({ message: `${path} is not UTF-8 text`, hint: 'save it as UTF-8' })
}

export async function readLock({ cwd }: World): Promise<Lock> {
  const text = await readText(cwd, LOCK_FILE)
  return text === undefined ? new Map() : parseLock(text, LOCK_FILE)
}

async function namedFiles(
  { cwd }: World,
  { files }: Needs,
  { place }: Checked,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const missing = []
  for (const { path, pointer } of files) {
    const text = texts.get(path) ?? (await readText(cwd, path))
    if (text !== undefined) texts.set(path, text)
    else
      missing.push({
        message: `there is no file ${path}`,
        hint: 'correct the path; it counts from the folder of fleet.yaml',
        place: place(pointer),
      })
  }
  if (missing.length > 0) throw new UserError(missing)
  return texts
}

/** The objects of plain manifests, as Kustomize reads them: lists unpacked, the user's own kustomization respected. */
function manifestsOf(
  disk: Files,
  handWritten: ReadonlySet<string>,
  needs: Needs,
  checked: Checked,
) {
  const objects = new Map(
    needs.manifests.map((instance) => {
      const folder = baseFolder(instance)
      const found = manifestFiles(folder, handWritten)
      if (found.length === 0) throw noManifests(instance, folder, checked)
      const own = hasKustomization(folder, handWritten)
      const text = kustomizationText({ header: '', resources: found })
      const files = own ? disk : new Map([...disk, [`${folder}/${KUSTOMIZATION}`, text]])
      const rendering = createRenderer(files).render(folder)
      return [instance, rendering.objects.map(({ resource }) => resource)] as const
    }),
  )
  return (instance: string): readonly Resource[] => objects.get(instance) ?? []
}

const noManifests = (instance: string, folder: string, { place }: Checked): UserError =>
  new UserError({
    message: `there are no manifests in ${folder}/, where ${instance} (uses: manifests) has them`,
    hint: `put its YAML files into ${folder}/`,
    place: place(`/applications/${instance}`, true),
  })
