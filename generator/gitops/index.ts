export { type ArgoCd, argocd } from './argocd.ts'
export { type Flux, flux } from './flux.ts'
export { type Awaited, type Delivered, type DeliveryPlan, delivered, type Unit } from './plan.ts'
export { type DeliveryProblem, deliveryProblems } from './problems.ts'
