import type { Resource } from '../../core/resource.ts'
import type { PlatformRule, SecretContract, Site } from '../../fleet/types.ts'
import { externalSecret } from '../../model/custom.ts'

export const externalSecrets: PlatformRule = {
  id: 'external-secrets',
  why: 'Secrets come from the store that the cluster names',
  apply(desired, site) {
    const { secrets } = site.cluster
    if (secrets.provider !== 'externalSecrets') return desired
    const objects = (desired.secrets ?? [])
      .filter(({ madeBy }) => madeBy === undefined)
      .map((contract) => objectOf(contract, site, secrets.store))
    return { ...desired, resources: [...objects, ...desired.resources] }
  },
}

/** One remote entry per Secret, `<environment>/<application>/<secret>`, one property per key. */
function objectOf(
  { name, keys, type }: SecretContract,
  { environment, instance }: Site,
  store: { kind: string; name: string },
): Resource {
  return externalSecret(
    {
      name,
      labels: { 'app.kubernetes.io/instance': instance, 'app.kubernetes.io/managed-by': 'strata' },
    },
    {
      refreshInterval: '1h0m0s',
      secretStoreRef: store,
      target: { name, creationPolicy: 'Owner', ...(type ? { template: { type } } : {}) },
      data: keys.map(({ key }) => ({
        secretKey: key,
        remoteRef: { key: `${environment}/${instance}/${name}`, property: key },
      })),
    },
  )
}
