import { UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import { type FileTree, mergeTrees } from '../core/tree.ts'
import type { Checked } from '../fleet/index.ts'
import { argocd, type DeliveryPlan, deliveryProblems, flux } from '../gitops/index.ts'
import { kustomizationText } from '../overlay/index.ts'
import { objectFiles, under } from './files.ts'
import { HEADER, KUSTOMIZATION, relativeTo } from './paths.ts'

/** The files that the engine of a cluster reads. */
export const deliveryTree = (plan: DeliveryPlan): FileTree =>
  plan.engine.kind === 'argocd' ? argocdTree(plan) : fluxTree(plan)

/** Throws one UserError with everything that the engines could not sync, with its place in fleet.yaml. */
export function refuseUndeliverable(plans: readonly DeliveryPlan[], { place }: Checked): void {
  const problems = deliveryProblems(plans).map(({ pointer, key, message, hint }) => ({
    message,
    hint,
    place: place(pointer, key === true),
  }))
  if (problems.length > 0) throw new UserError(problems)
}

/** The root syncs the namespaces itself: it waits for objects, but not for what its Applications do. */
function argocdTree(plan: DeliveryPlan): FileTree {
  const { bootstrap, synced } = argocd(plan)
  const namespaces = plan.units
    .filter((u) => u.role === 'namespaces')
    .map((u) => relativeTo(plan.folder, u.folder))
  return mergeTrees(
    folderOf(`${plan.folder}/bootstrap`, bootstrap),
    folderOf(plan.folder, synced, namespaces),
  )
}

function fluxTree(plan: DeliveryPlan): FileTree {
  const { objects, gates } = flux(plan)
  return mergeTrees(
    folderOf(plan.folder, objects),
    ...gates.map((gate) => folderOf(gate.folder, gate.objects)),
  )
}

function folderOf(
  folder: string,
  objects: readonly Resource[],
  others: readonly string[] = [],
): FileTree {
  const files = objectFiles(objects)
  const text = kustomizationText({ header: HEADER, resources: [...others, ...files.keys()] })
  return under(folder, mergeTrees(new Map([[KUSTOMIZATION, text]]), files))
}
