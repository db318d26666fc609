import type { Resource } from '../core/resource.ts'
import { type FileTree, mergeTrees } from '../core/tree.ts'
import type { Cluster, Environment, Fleet } from '../fleet/types.ts'
import { namespace } from '../model/objects.ts'
import { KEEP } from '../model/pods.ts'
import { derive, generatorsOf, kustomizationText, type Side } from '../overlay/index.ts'
import { printYaml } from '../yaml/index.ts'
import { type BasePlan, type OverlayPlan, type Part, VAGUE } from './overlay-plan.ts'
import {
  baseFolder,
  fileNameOf,
  HEADER,
  hasKustomization,
  KUSTOMIZATION,
  KUSTOMIZATIONS,
  namespacesFolder,
  overlayFolder,
  relativeTo,
} from './paths.ts'
import type { Plan } from './plan.ts'

/** What the user keeps in the generated folders, by path: plain manifests and `custom/` components. */
export type HandWritten = ReadonlySet<string>

/** One kustomization that must render to exactly what was wanted. */
export type Proof = {
  readonly root: string
  readonly side: Side
  readonly namespace: string | undefined
}

/** Every file that the generator owns, and what each kustomization of it must render to. */
export type Repository = { readonly tree: FileTree; readonly proofs: readonly Proof[] }

/** Pure: same fleet in, same bytes out. */
export function repositoryOf(fleet: Fleet, plan: Plan, handWritten: HandWritten): Repository {
  const overlays = plan.overlays.map((o) => overlayTree(o, handWritten))
  return {
    tree: mergeTrees(
      ...plan.bases.map((b) => baseTree(b, handWritten)),
      ...overlays.map((o) => o.tree),
      ...fleet.environments.map((e) => environmentTree(e, plan)),
      ...fleet.clusters.map((c) => namespacesTree(c, plan)),
    ),
    proofs: overlays.flatMap((o) => o.proofs),
  }
}

const isEmpty = ({ resources, configs }: Side): boolean => resources.length + configs.length === 0

function under(folder: string, files: FileTree): FileTree {
  return new Map(Array.from(files, ([path, text]) => [`${folder}/${path}`, withHeader(path, text)]))
}

/** Files for generators are payload: a header would change what the container reads. */
const withHeader = (path: string, text: string): string =>
  path.startsWith('files/') || text.startsWith(HEADER) ? text : HEADER + text

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

const objectFiles = (resources: readonly Resource[]): FileTree =>
  mergeTrees(...resources.map((r) => new Map([[fileNameOf(r), printYaml(r)]])))

/** A kustomization for YAML that people wrote, unless they wrote that too. */
function manifestsTree(folder: string, handWritten: HandWritten): FileTree {
  const files = manifestFiles(folder, handWritten)
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
  const folder = overlayFolder(overlay.environment, overlay.instance)
  const custom = hasKustomization(`${folder}/custom`, handWritten)
  const [only] = overlay.parts
  // A component runs before its parent's own transformers: for people's custom/ to win, ours must come from below.
  if (only && overlay.parts.length === 1 && only.name === 'overlay' && !custom)
    return partTree(folder, only, overlay)
  const parts = overlay.parts.map((part) => partTree(`${folder}/${part.name}`, part, overlay))
  const entry = kustomizationText({
    header: HEADER,
    resources: overlay.parts.map((p) => p.name),
    ...(custom ? { components: ['custom'] } : {}),
  })
  return {
    tree: mergeTrees(new Map([[`${folder}/${KUSTOMIZATION}`, entry]]), ...parts.map((p) => p.tree)),
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

/** Namespaces that are there before us, on every cluster. */
const GIVEN = /^(default|kube-.*|openshift(-.*)?)$/

function namespacesOf(cluster: Cluster, overlays: readonly OverlayPlan[]): readonly string[] {
  const names = overlays.filter((o) => o.cluster.name === cluster.name).map((o) => o.namespace)
  return [...new Set(names)].filter((name) => !GIVEN.test(name)).sort()
}

/** Namespaces belong to the cluster, not to an application: two may share one, and it must be there first. */
function namespacesTree(cluster: Cluster, { overlays }: Plan): FileTree {
  const names = namespacesOf(cluster, overlays)
  if (names.length === 0) return new Map()
  const objects = objectFiles(
    names.map((name) =>
      namespace(
        { name, labels: { 'app.kubernetes.io/managed-by': 'strata' }, annotations: KEEP },
        {},
      ),
    ),
  )
  const text = kustomizationText({ header: HEADER, resources: [...objects.keys()] })
  return under(
    namespacesFolder(cluster.name),
    mergeTrees(new Map([[KUSTOMIZATION, text]]), objects),
  )
}
