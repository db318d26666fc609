export { refuseCollisions } from './collisions.ts'
export type { OverlayPlan } from './overlay-plan.ts'
export {
  baseFolder,
  HEADER,
  hasKustomization,
  KUSTOMIZATION,
  LOCK_FILE,
  OWNED_FOLDERS,
  overlayFolder,
} from './paths.ts'
export { type Plan, planFleet } from './plan.ts'
export { manifestFiles, type Proof, type Repository, repositoryOf } from './tree.ts'
