import type { Site } from '../../fleet/types.ts'
import { clusterIdEnv } from '../cluster-id.ts'
import { workerEnv } from '../prefect-runner.ts'
import type { GeodataValues } from './values.ts'

/** Environment of the runner as a ConfigMap: a new URL has a new hash, so pods restart with it. */
export function runnerSettings(
  values: GeodataValues,
  site: Site,
): Readonly<Record<string, string>> {
  const { prefect } = values
  return {
    PREFECT_API_URL: apiUrl(values, site),
    ...clusterIdEnv(site),
    ...(values.runner === 'worker'
      ? workerEnv(site.namespace, prefect.apiKey, prefect.basicAuth)
      : {}),
  }
}

/** URL of the Prefect API; a server of this fleet that gives no path serves it under /api. */
export function apiUrl({ prefect: { url } }: GeodataValues, site: Site): string {
  if (typeof url === 'string') return url.replace(/\/+$/, '')
  const server = site.urlOf(url.application).replace(/\/+$/, '')
  return /^https?:\/\/[^/]+$/.test(server) ? `${server}/api` : server
}
