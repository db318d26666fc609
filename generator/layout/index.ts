export { refuseCollisions } from './collisions.ts'
export { deliveryPlans } from './delivery.ts'
export { type OverlayPlan, overlayOf } from './overlay-plan.ts'
export {
  baseFolder,
  fileNameOf,
  HEADER,
  hasKustomization,
  KUSTOMIZATION,
  LOCK_FILE,
  OWNED_FOLDERS,
  overlayFolder,
} from './paths.ts'
export { type Plan, planFleet } from './plan.ts'
export { type Custom, readersOf, refuseUnknownSecrets, unknownSecrets } from './secret-contract.ts'
export { manifestFiles, type Proof, type Repository, repositoryOf } from './tree.ts'
