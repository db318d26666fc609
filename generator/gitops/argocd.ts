import type { Resource } from '../core/resource.ts'
import { AUTOMATED, application, generatePaths, RETRY, sourceOf, wordsOf } from './application.ts'
import { applicationSet } from './application-set.ts'
import { BOOTSTRAP_PROJECT, IN_CLUSTER, ROOT } from './argocd-names.ts'
import { type DeliveryPlan, depths } from './plan.ts'
import { projects } from './projects.ts'

/** The plan as Argo CD reads it. */
export type ArgoCd = {
  /** Projects and the root Application: applied once, and again when rights change, by an administrator. */
  readonly bootstrap: readonly Resource[]
  /** What the root syncs together with the namespaces: one Application per unit, or the ApplicationSet that makes them. */
  readonly synced: readonly Resource[]
}

/**
 * Explicit Applications, unless the cluster asks for a set: then no generator stands between what is reviewed and what
 * is synced. Namespaces are the root's own.
 */
export function argocd(plan: DeliveryPlan): ArgoCd {
  const depth = depths(plan.units)
  const units = plan.units.filter((u) => u.role !== 'namespaces')
  const synced =
    plan.engine.applicationSet === true
      ? [applicationSet(plan, units)]
      : units.map((unit) => application(plan, wordsOf(unit, depth.get(unit.name) ?? 0)))
  return { bootstrap: [...projects(plan), root(plan)], synced }
}

/** Without the cascade: deleting the root by mistake must not take the cluster's applications along. */
const root = (plan: DeliveryPlan): Resource => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: {
    name: ROOT,
    namespace: plan.engine.namespace,
    labels: { 'app.kubernetes.io/managed-by': 'strata' },
    annotations: {
      'argocd.argoproj.io/manifest-generate-paths': generatePaths([`clusters/${plan.cluster}`]),
    },
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
