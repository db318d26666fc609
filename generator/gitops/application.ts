import type { Resource } from '../core/resource.ts'
import { IN_CLUSTER } from './argocd-names.ts'
import type { DeliveryPlan, Unit } from './plan.ts'
import { projectOf } from './projects.ts'

/** All that Applications differ in. Strings, because an ApplicationSet can fill in nothing else. */
export type Words = Readonly<
  Record<
    | 'unit'
    | 'application'
    | 'environment'
    | 'project'
    | 'folder'
    | 'namespace'
    | 'generatePaths'
    | 'wave',
    string
  >
>

export const wordsOf = (unit: Unit, wave: number): Words => ({
  unit: unit.name,
  application: unit.instance,
  environment: unit.environment,
  project: projectOf(unit),
  folder: unit.folder,
  namespace: unit.namespace,
  generatePaths: generatePaths(unit.sources),
  wave: `${wave}`,
})

// A broken commit must not wait for a human once it is mended: without `refresh` the old revision is tried for ever.
export const RETRY = {
  limit: -1,
  backoff: { duration: '5s', factor: 2, maxDuration: '1m' },
  refresh: true,
} as const

export const AUTOMATED = { prune: true, selfHeal: true } as const

/** Removing an Application removes its objects; what must stay says so itself (`Delete=false`). */
const CASCADE = 'resources-finalizer.argocd.argoproj.io'

/** One Application, or the template of all of them where the words are references to those of an element. */
export function application(plan: DeliveryPlan, words: Words): Resource {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: words.unit,
      namespace: plan.engine.namespace,
      labels: {
        'app.kubernetes.io/name': words.application,
        'app.kubernetes.io/part-of': words.environment,
        'app.kubernetes.io/managed-by': 'strata',
      },
      annotations: {
        'argocd.argoproj.io/manifest-generate-paths': words.generatePaths,
        // Fields that a definition defaults (ExternalSecret, HTTPRoute) would otherwise differ for ever.
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
        'argocd.argoproj.io/sync-wave': words.wave,
      },
      finalizers: [CASCADE],
    },
    spec: {
      project: words.project,
      source: sourceOf(plan, words.folder),
      destination: { server: IN_CLUSTER, namespace: words.namespace },
      syncPolicy: {
        automated: AUTOMATED,
        retry: RETRY,
        syncOptions: ['ServerSideApply=true', 'FailOnSharedResource=true', 'PruneLast=true'],
      },
    },
  }
}

/** An empty `kustomize: {}` would be taken out by Argo CD itself, and the root would put it back for ever. */
export const sourceOf = ({ repository }: DeliveryPlan, path: string) => ({
  repoURL: repository.url,
  targetRevision: `refs/heads/${repository.branch}`,
  path,
})

/** Absolute, because relative ones count from the folder of the Application. */
export const generatePaths = (folders: readonly string[]): string =>
  folders.map((f) => `/${f}`).join(';')
