export { refuseCollisions } from './collisions.ts'
export { baseFolder, KUSTOMIZATION, LOCK_FILE, OWNED_FOLDERS, overlayFolder } from './paths.ts'
export { type OverlayPlan, type Plan, planFleet } from './plan.ts'
export { manifestFiles, type Proof, type Repository, repositoryOf } from './tree.ts'
