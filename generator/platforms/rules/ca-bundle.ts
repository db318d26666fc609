import type { PlatformRule } from '../../fleet/types.ts'
import { mapSame, withContainers, withPod } from '../pods.ts'

const MOUNT = '/etc/strata/ca'

export const caBundle: PlatformRule = {
  id: 'ca-bundle',
  why: 'the cluster has certificate authorities of its own',
  apply(desired, { cluster }) {
    const bundle = cluster.caBundle
    if (bundle === undefined) return desired
    const { configMap: name, key } = bundle
    const path = `${MOUNT}/${key}`
    // The variables that OpenSSL, Go and Python's requests each read.
    const env = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE'].map((variable) => ({
      name: variable,
      value: path,
    }))
    const resources = mapSame(desired.resources, (resource) =>
      withPod(resource, (pod) => {
        const changed = withContainers(pod, (container) => ({
          ...container,
          env: [...(container.env ?? []), ...env],
          volumeMounts: [
            ...(container.volumeMounts ?? []),
            { name: 'ca-bundle', mountPath: MOUNT, readOnly: true },
          ],
        }))
        return {
          ...changed,
          volumes: [...(pod.volumes ?? []), { name: 'ca-bundle', configMap: { name } }],
        }
      }),
    )
    return { ...desired, resources }
  },
}
