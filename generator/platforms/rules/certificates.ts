import type { Resource } from '../../core/resource.ts'
import type { Desired, PlatformRule, SecretContract } from '../../fleet/types.ts'
import { certificate } from '../../model/custom.ts'

export const certificates: PlatformRule = {
  id: 'certificates',
  why: 'cert-manager makes the TLS Secrets and keeps them stable',
  apply(desired, { cluster, instance }) {
    const from = cluster.certificates
    if (from.provider !== 'certManager') return { ...desired, secrets: withContracts(desired) }
    const objects = (desired.certificates ?? []).map(
      ({ secret, commonName, dnsNames, duration }): Resource =>
        certificate(
          {
            name: secret,
            labels: {
              'app.kubernetes.io/instance': instance,
              'app.kubernetes.io/managed-by': 'strata',
            },
            annotations: { 'argocd.argoproj.io/sync-wave': '-5' },
          },
          {
            secretName: secret,
            commonName,
            dnsNames,
            duration,
            // Clients have pinned this certificate; a renewal must not change its key.
            privateKey: { rotationPolicy: 'Never' },
            issuerRef: { group: 'cert-manager.io', ...from.issuer },
          },
        ),
    )
    return { ...desired, resources: [...objects, ...desired.resources] }
  },
}

/** Nobody makes the certificate for us: its Secret is one more that must exist. */
function withContracts({ secrets = [], certificates = [] }: Desired): readonly SecretContract[] {
  const wished = certificates.map(({ secret, dnsNames }) => ({
    name: secret,
    type: 'kubernetes.io/tls',
    keys: [
      { key: 'tls.crt', purpose: `certificate for ${dnsNames.join(', ')}` },
      { key: 'tls.key', purpose: 'its private key' },
    ],
  }))
  const missing = wished.filter((w) => !secrets.some((s) => s.name === w.name))
  return [...secrets, ...missing]
}
