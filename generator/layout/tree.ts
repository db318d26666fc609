import { type Files, type FileTree, mergeTrees } from '../core/tree.ts'
import type { Checked } from '../fleet/index.ts'
import type { Environment, Fleet } from '../fleet/types.ts'
import { derive, generatorsOf, kustomizationText, type Side } from '../overlay/index.ts'
import { deliveryTree, refuseUndeliverable } from './clusters.ts'
import { deliveryPlans } from './delivery.ts'
import { objectFiles, under } from './files.ts'
import { namespacesOf, namespacesTree } from './namespaces.ts'
import { foldersOf } from './overlay-folders.ts'
import { type BasePlan, type OverlayPlan, type Part, VAGUE } from './overlay-plan.ts'
import {
  baseFolder,
  HEADER,
  hasKustomization,
  KUSTOMIZATION,
  KUSTOMIZATIONS,
  namespacesFolder,
  relativeTo,
} from './paths.ts'
import type { Plan } from './plan.ts'

/** What the user keeps in the generated folders: plain manifests and `custom/` components. */
export type HandWritten = Files

/** One kustomization that must render to exactly what was wanted. */
export type Proof = {
  readonly root: string
  readonly side: Side
  readonly namespace: string | undefined
}

/** Every file that the generator owns, and what each kustomization of it must render to. */
export type Repository = { readonly tree: FileTree; readonly proofs: readonly Proof[] }

/** Pure: same fleet in, same bytes out. Throws UserError for what no engine could sync. */
export function repositoryOf(
  fleet: Fleet,
  plan: Plan,
  handWritten: HandWritten,
  checked: Checked,
): Repository {
  const overlays = plan.overlays.map((o) => overlayTree(o, handWritten))
  const tree = mergeTrees(
    ...plan.bases.map((b) => baseTree(b, handWritten)),
    ...overlays.map((o) => o.tree),
    ...fleet.environments.map((e) => environmentTree(e, plan)),
    ...fleet.clusters.map((c) => namespacesTree(c, plan)),
  )
  const deliveries = deliveryPlans(fleet, plan, tree, handWritten)
  refuseUndeliverable(deliveries, checked)
  return {
    tree: mergeTrees(tree, ...deliveries.map(deliveryTree)),
    proofs: overlays.flatMap((o) => o.proofs),
  }
}

const isEmpty = ({ resources, configs }: Side): boolean => resources.length + configs.length === 0

function baseTree(
  { instance, side, handWritten: manifests }: BasePlan,
  handWritten: HandWritten,
): FileTree {
  const folder = baseFolder(instance)
  if (manifests) return manifestsTree(folder, handWritten)
  if (isEmpty(side)) return new Map()
  const { field, files } = generatorsOf(side.configs)
  const objects = objectFiles(side.resources)
  const text = kustomizationText({
    header: HEADER,
    resources: [...objects.keys()],
    fields: field.length > 0 ? { configMapGenerator: field } : {},
  })
  return under(folder, mergeTrees(new Map([[KUSTOMIZATION, text]]), objects, files))
}

/** A kustomization for YAML that people wrote, unless they wrote that too. */
function manifestsTree(folder: string, handWritten: HandWritten): FileTree {
  const files = manifestFiles(folder, handWritten.keys())
  if (hasKustomization(folder, handWritten) || files.length === 0) return new Map()
  return under(
    folder,
    new Map([[KUSTOMIZATION, kustomizationText({ header: HEADER, resources: files })]]),
  )
}

/** The manifests of a folder, relative to it, in order of their names. */
export function manifestFiles(folder: string, handWritten: Iterable<string>): readonly string[] {
  return [...handWritten]
    .filter(
      (path) =>
        path.startsWith(`${folder}/`) &&
        /\.ya?ml$/.test(path) &&
        !KUSTOMIZATIONS.some((name) => path.endsWith(`/${name}`)),
    )
    .map((path) => path.slice(folder.length + 1))
    .sort()
}

function overlayTree(overlay: OverlayPlan, handWritten: HandWritten): Repository {
  const { folder, entry, app } = foldersOf(overlay, handWritten)
  const parts = overlay.parts.map((part) =>
    partTree(entry ? `${folder}/${part.name}` : folder, part, overlay),
  )
  const kustomizations = [...(entry ? [[folder, entry] as const] : []), ...(app ? [app] : [])]
  const texts = kustomizations.map(
    ([at, parts]) =>
      [`${at}/${KUSTOMIZATION}`, kustomizationText({ header: HEADER, ...parts })] as const,
  )
  return {
    tree: mergeTrees(new Map(texts), ...parts.map((p) => p.tree)),
    proofs: parts.flatMap((p) => p.proofs),
  }
}

function partTree(folder: string, part: Part, { base }: OverlayPlan): Repository {
  const { side, namespace: target, fromBase, why } = part
  const usesBase = fromBase && !isEmpty(base.side)
  const nothing: Side = { resources: [], configs: [] }
  const options = { why, ...(target === undefined ? {} : { namespace: target }) }
  const { fields, comments, files, resources } = derive(
    usesBase ? base.side : nothing,
    side,
    options,
  )
  const text = kustomizationText({
    header: HEADER,
    resources: [...(usesBase ? [relativeTo(folder, baseFolder(base.instance))] : []), ...resources],
    fields,
    comments: telling(comments),
  })
  return {
    tree: mergeTrees(new Map([[`${folder}/${KUSTOMIZATION}`, text]]), under(folder, files)),
    proofs: [{ root: folder, side, namespace: target }],
  }
}

type Comments = Readonly<Record<string, readonly string[]>>

/** Fields of a kustomization are short: that the cluster is what it is says nothing about them. */
function telling(comments: Comments): Comments {
  const isVague = (line: string): boolean => line.startsWith(VAGUE)
  return Object.fromEntries(Object.entries(comments).filter(([, lines]) => !lines.every(isVague)))
}

function environmentTree({ name, cluster }: Environment, { overlays }: Plan): FileTree {
  const mine = overlays.filter((o) => o.environment === name).map((o) => o.instance)
  if (mine.length === 0) return new Map()
  const folder = `overlays/${name}`
  const namespaces = namespacesOf(cluster, overlays).length > 0
  const resources = [
    ...(namespaces ? [relativeTo(folder, namespacesFolder(cluster.name))] : []),
    ...mine,
  ]
  return new Map([[`${folder}/${KUSTOMIZATION}`, kustomizationText({ header: HEADER, resources })]])
}
