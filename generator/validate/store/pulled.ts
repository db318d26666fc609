import type { FileTree } from '../../core/tree.ts'
import {
  type ApiKind,
  apiVersionOf,
  customFile,
  type Definitions,
  folderOf,
  nativeFile,
} from '../schema.ts'
import { metadataOf, OBJECT_META, type PublishedCustom, storeCustom } from './custom.ts'
import { minorOf, nativeKinds, storeNative } from './native.ts'
import type { Served } from './openapi.ts'

/** A folder of schemas that a cluster or files have given, in the layout of `schemas/`. */
export type Pulled = {
  readonly files: FileTree
  /** The Kubernetes minor; files of definitions alone have none. */
  readonly minor: string | undefined
  readonly native: number
  readonly custom: number
  /** Kinds that kubeconform finds by a template with the full group only, because another has the short name. */
  readonly hidden: readonly string[]
}

/**
 * What is served, and definitions that win over it. Where there is a version, each custom kind also has a file under the
 * short name that kubeconform looks for first. `metadata` is used where the server tells nothing of ObjectMeta.
 */
export function pulledFiles(
  served: Served | undefined,
  defined: readonly PublishedCustom[],
  metadata: Definitions,
): Pulled {
  const aggregated = (served?.aggregated ?? []).filter((kind) => !isAmong(kind, defined))
  const custom = [...(served?.custom ?? []).filter((kind) => !isAmong(kind, defined)), ...defined]
  const resources = served?.api.resources ?? []
  const minor =
    served && resources.length + aggregated.length > 0 ? minorOf(served.api.kubernetes) : undefined
  const needed = [OBJECT_META, ...aggregated.map(({ definition }) => definition)]
  const native = served && minor !== undefined ? [nativeKinds(served.api, needed)] : []
  const own = metadataOf(native[0]?.definitions ?? {})
  const stored = storeNative(native)
  const short = shortNames(folderOf(minor ?? ''), [...custom, ...aggregated], stored)
  const files = new Map([
    ...stored,
    ...storeCustom(custom, {
      metadata: OBJECT_META in own ? own : metadata,
      aggregated,
      definitions: '../../_definitions.json',
    }),
    ...(minor === undefined ? [] : short.files),
  ])
  const hidden = minor === undefined ? [] : short.hidden
  return {
    files,
    minor,
    native: resources.length,
    custom: custom.length + aggregated.length,
    hidden,
  }
}

function isAmong(kind: ApiKind, others: readonly ApiKind[]): boolean {
  return others.some((other) => nameOf(other) === nameOf(kind))
}

const nameOf = (kind: ApiKind): string => `${apiVersionOf(kind)} ${kind.kind}`

/** A file for each kind whose short name no other kind claims. */
function shortNames(folder: string, kinds: readonly ApiKind[], native: FileTree) {
  const byPath = new Map<string, ApiKind[]>()
  for (const kind of kinds) {
    const path = `${folder}/${nativeFile(kind)}`
    byPath.set(path, [...(byPath.get(path) ?? []), kind])
  }
  const files: [string, string][] = []
  const hidden: string[] = []
  for (const [path, claiming] of byPath) {
    const [kind] = claiming
    if (kind === undefined || claiming.length > 1 || native.has(path))
      hidden.push(...claiming.map(nameOf))
    else {
      const $ref = `../${customFile(kind)}`
      files.push([path, `${JSON.stringify({ $ref })}\n`])
    }
  }
  return { files, hidden }
}
