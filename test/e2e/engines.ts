import type { Api } from './api.ts'
import { argoRefresh, argoUnready, startArgoCd } from './argocd.ts'
import type { ControlPlane } from './control-plane.ts'
import { fluxReconcile, fluxUnready, startFlux } from './flux.ts'

/** What a scenario asks of a delivery engine, so that one scenario can be played on both. */
export type Engine = {
  /** Starts it; gives what must be ended before its processes are stopped. */
  readonly start: (
    plane: ControlPlane,
    namespace: string,
    repositories: string,
  ) => Promise<() => Promise<void>>
  /** Folder under clusters/CLUSTER that an administrator applies once. */
  readonly bootstrap: string
  /** What is not delivered and healthy yet at a commit, one line each. */
  readonly unready: (api: Api, commit?: string) => Promise<readonly string[]>
  /** What a webhook does after a push. */
  readonly refresh: (api: Api) => Promise<void>
  /** Arguments of kubectl, as docs/delivery.md has them: the unit stands still, or goes on. */
  readonly suspend: (unit: string, namespace: string, suspended: boolean) => readonly string[]
}

export const ENGINES: Readonly<Record<'argocd' | 'flux', Engine>> = {
  argocd: {
    start: async (plane, namespace) => {
      await startArgoCd(plane, namespace)
      return async () => {}
    },
    bootstrap: 'argocd/bootstrap',
    unready: argoUnready,
    refresh: argoRefresh,
    suspend: (unit, namespace, suspended) => [
      ...['annotate', 'application', unit, '-n', namespace],
      `argocd.argoproj.io/skip-reconcile${suspended ? '=true' : '-'}`,
    ],
  },
  flux: {
    start: (plane, _namespace, repositories) => startFlux(plane, repositories),
    bootstrap: 'flux',
    unready: fluxUnready,
    refresh: fluxReconcile,
    suspend: (unit, namespace, suspended) => [
      ...['patch', 'kustomization', unit, '-n', namespace, '--field-manager=flux'],
      ...['--type', 'merge', '-p', JSON.stringify({ spec: { suspend: suspended } })],
    ],
  },
}
