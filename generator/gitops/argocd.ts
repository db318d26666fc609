import type { Resource } from '../core/resource.ts'
import { BOOTSTRAP_PROJECT, IN_CLUSTER, ROOT } from './argocd-names.ts'
import { type DeliveryPlan, depths, type Unit } from './plan.ts'
import { projectOf, projects } from './projects.ts'

/** The plan as Argo CD reads it. */
export type ArgoCd = {
  /** Projects and the root Application: applied once, and again when rights change, by an administrator. */
  readonly bootstrap: readonly Resource[]
  /** One Application per unit, which the root syncs together with the namespaces. */
  readonly applications: readonly Resource[]
}

/** Explicit Applications: no generator stands between what is reviewed and what is synced. Namespaces are the root's own. */
export function argocd(plan: DeliveryPlan): ArgoCd {
  const depth = depths(plan.units)
  const applications = plan.units
    .filter((u) => u.role !== 'namespaces')
    .map((unit) => applicationOf(plan, unit, depth.get(unit.name) ?? 0))
  return { bootstrap: [...projects(plan), root(plan)], applications }
}

// A broken commit must not wait for a human once it is mended: without `refresh` the old revision is tried for ever.
const RETRY = {
  limit: -1,
  backoff: { duration: '5s', factor: 2, maxDuration: '1m' },
  refresh: true,
} as const

const AUTOMATED = { prune: true, selfHeal: true } as const

/** Removing an Application removes its objects; what must stay says so itself (`Delete=false`). */
const CASCADE = 'resources-finalizer.argocd.argoproj.io'

function applicationOf(plan: DeliveryPlan, unit: Unit, wave: number): Resource {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: unit.name,
      namespace: plan.engine.namespace,
      labels: {
        'app.kubernetes.io/name': unit.instance,
        'app.kubernetes.io/part-of': unit.environment,
        'app.kubernetes.io/managed-by': 'strata',
      },
      annotations: {
        ...generatePaths(unit.sources),
        // Fields that a definition defaults (ExternalSecret, HTTPRoute) would otherwise differ for ever.
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
        'argocd.argoproj.io/sync-wave': `${wave}`,
      },
      finalizers: [CASCADE],
    },
    spec: {
      project: projectOf(unit),
      source: sourceOf(plan, unit.folder),
      destination: { server: IN_CLUSTER, namespace: unit.namespace },
      syncPolicy: {
        automated: AUTOMATED,
        retry: RETRY,
        syncOptions: ['ServerSideApply=true', 'FailOnSharedResource=true', 'PruneLast=true'],
      },
    },
  }
}

/** Without the cascade: deleting the root by mistake must not take the cluster's applications along. */
const root = (plan: DeliveryPlan): Resource => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: {
    name: ROOT,
    namespace: plan.engine.namespace,
    labels: { 'app.kubernetes.io/managed-by': 'strata' },
    annotations: generatePaths([`clusters/${plan.cluster}`]),
  },
  spec: {
    project: BOOTSTRAP_PROJECT,
    source: sourceOf(plan, plan.folder),
    destination: { server: IN_CLUSTER, namespace: plan.engine.namespace },
    syncPolicy: {
      automated: AUTOMATED,
      retry: RETRY,
      syncOptions: ['ServerSideApply=true', 'FailOnSharedResource=true'],
    },
  },
})

/** An empty `kustomize: {}` would be taken out by Argo CD itself, and the root would put it back for ever. */
const sourceOf = ({ repository }: DeliveryPlan, path: string) => ({
  repoURL: repository.url,
  targetRevision: `refs/heads/${repository.branch}`,
  path,
})

/** Absolute, because relative ones count from the folder of the Application. */
const generatePaths = (folders: readonly string[]) => ({
  'argocd.argoproj.io/manifest-generate-paths': folders.map((f) => `/${f}`).join(';'),
})
