import type { Files } from '../core/tree.ts'
import type { OverlayPlan, Part } from './overlay-plan.ts'
import { hasKustomization, overlayFolder } from './paths.ts'

type Lists = { readonly resources: readonly string[]; readonly components?: readonly string[] }

/** How the parts of an overlay and people's `custom/` hang together. */
export type Folders = {
  readonly folder: string
  /** What the entry of the overlay lists; nothing where the only part stands in the folder itself. */
  readonly entry?: Lists
  /** The application with `custom/` but without what syncs apart from it. */
  readonly app?: readonly [folder: string, Lists]
  /** What the engines sync as the application itself; nothing where all of it syncs apart. */
  readonly synced?: string
  /** People's own changes are part of what is synced. */
  readonly custom: boolean
}

/**
 * A component runs before its parent's own transformers, so for people's `custom/` to win, ours must come from below.
 * It changes the application's own objects; runs are frozen, and rights in other namespaces are not its business.
 */
export function foldersOf({ environment, instance, parts }: OverlayPlan, files: Files): Folders {
  const folder = overlayFolder(environment, instance)
  const custom = hasKustomization(`${folder}/custom`, files)
  const own = parts.filter(isOwn).map((p) => p.name)
  const apart = parts.filter((p) => !isOwn(p)).map((p) => p.name)
  const components = custom ? { components: ['custom'] } : {}
  if (apart.length === 0 && own.length > 0 && !custom) return { folder, synced: folder, custom }
  if (apart.length === 0)
    return { folder, entry: { resources: own, ...components }, synced: folder, custom }
  const order = (main: readonly string[]) => [...secretsFirst(apart), ...main, ...others(apart)]
  if (!custom) {
    const synced = own.length > 0 ? { synced: `${folder}/overlay` } : {}
    return { folder, entry: { resources: order(own) }, ...synced, custom }
  }
  const lists = { resources: own.map((name) => `../${name}`), components: ['../custom'] }
  const app = `${folder}/app`
  return { folder, entry: { resources: order(['app']) }, app: [app, lists], synced: app, custom }
}

const isOwn = ({ role }: Part): boolean => role === 'application'
const secretsFirst = (names: readonly string[]) => names.filter((n) => n === 'secrets')
const others = (names: readonly string[]) => names.filter((n) => n !== 'secrets')
