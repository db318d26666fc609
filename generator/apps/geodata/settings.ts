import type { Site } from '../../fleet/types.ts'
import type { GeodataValues } from './values.ts'

/** Environment of the runner as a ConfigMap: a new URL has a new hash, so pods restart with it. */
export function runnerSettings(
  values: GeodataValues,
  site: Site,
): Readonly<Record<string, string>> {
  const { clusterUid } = site.cluster
  return {
    PREFECT_API_URL: apiUrl(values, site),
    // Without it Prefect asks the API server for the namespace kube-system (kubeSystemRole).
    ...(clusterUid === null ? {} : { PREFECT_KUBERNETES_CLUSTER_UID: clusterUid }),
    ...(values.runner === 'worker' ? workerSettings(values, site) : {}),
  }
}

/** Prefect 3 reads these, Prefect 2 ignores them. */
function workerSettings({ prefect: { apiKey } }: GeodataValues, { namespace }: Site) {
  return {
    // The Role reaches no further than the namespace.
    PREFECT_INTEGRATIONS_KUBERNETES_OBSERVER_NAMESPACES: namespace,
    // Job pods get the key by reference too, instead of its text in every Job.
    ...(apiKey
      ? {
          PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_NAME: apiKey.secret,
          PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_KEY: apiKey.key,
        }
      : {}),
  }
}

/** URL of the Prefect API; a server of this fleet that gives no path serves it under /api. */
export function apiUrl({ prefect: { url } }: GeodataValues, site: Site): string {
  if (typeof url === 'string') return url.replace(/\/+$/, '')
  const server = site.urlOf(url.application).replace(/\/+$/, '')
  return /^https?:\/\/[^/]+$/.test(server) ? `${server}/api` : server
}
