import type { PlatformRule } from '../../fleet/types.ts'
import { mapSame } from '../pods.ts'

const HOOK = 'argocd.argoproj.io/hook'

/** A PreSync hook cannot see Secrets that the same Application makes: it would fail, and the sync would never make them. */
export const preflight: PlatformRule = {
  id: 'preflight',
  why: 'Secrets are made by the sync itself, so they are checked after that and not before it',
  apply(desired, { cluster }) {
    if (cluster.secrets.provider !== 'externalSecrets') return desired
    const resources = mapSame(desired.resources, (r) => {
      const { annotations } = r.metadata
      if (annotations?.[HOOK] !== 'PreSync') return r
      const later = { ...annotations, [HOOK]: 'Sync', 'argocd.argoproj.io/sync-wave': '-4' }
      return { ...r, metadata: { ...r.metadata, annotations: later } }
    })
    return { ...desired, resources }
  },
}
