import type { PlatformRule } from '../fleet/types.ts'
import { caBundle } from './rules/ca-bundle.ts'
import { certificates } from './rules/certificates.ts'
import { gatewayRoutes, nodePorts, openshiftRoutes } from './rules/expose.ts'
import { externalSecrets } from './rules/external-secrets.ts'
import { keepData } from './rules/keep-data.ts'
import { proxy } from './rules/proxy.ts'
import { pullSecrets } from './rules/pull-secrets.ts'
import { registryMirror } from './rules/registry-mirror.ts'
import { sharedVolume, storageClass } from './rules/storage.ts'

/** Rules for what any cluster may offer; each does nothing where its cluster offers nothing. In the order they run. */
export const common: readonly PlatformRule[] = [
  storageClass,
  sharedVolume,
  keepData,
  nodePorts,
  gatewayRoutes,
  openshiftRoutes,
  certificates,
  externalSecrets,
  registryMirror,
  pullSecrets,
  proxy,
  caBundle,
]
