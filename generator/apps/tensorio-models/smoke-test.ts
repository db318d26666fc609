import type { Resource } from '../../core/resource.ts'
import type { Site } from '../../fleet/types.ts'
import { job } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod } from '../../model/pods.ts'
import { imageRef } from '../image.ts'
import { enabled, labels, restUrl } from './components.ts'
import type { TensorioValues } from './values.ts'

// Argo CD runs it after the sync; Flux, which knows no hooks, runs it beside the rest, so it waits for its turn.
const AFTER_SYNC = {
  'argocd.argoproj.io/hook': 'PostSync',
  'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  'kustomize.toolkit.fluxcd.io/force': 'enabled',
} as const

/** Beside the rest the servers have yet to load their models; a Job that gave up would stay failed until it changes. */
const AT_MOST = 900

/** Asks each API for its health by the name of its Service until it answers or the deadline passes. */
export function smokeTest(values: TensorioValues, site: Site): Resource {
  const { image } = values.checks
  const own = labels('smoke-test', site)
  const containers = enabled(values).map((component) => ({
    name: component.name,
    image: imageRef(image),
    imagePullPolicy: image.pullPolicy,
    command: ['sh', '-c'],
    args: [
      `until wget -q -T 5 -O - ${restUrl(component, site)}${component.health}; do sleep 3; done`,
    ],
    resources: {
      requests: { cpu: '10m', memory: '16Mi' },
      limits: { cpu: '100m', memory: '32Mi' },
    },
    securityContext: restrictedContainer(),
  }))
  return job(
    { name: `${site.instance}-smoke-test`, labels: own, annotations: AFTER_SYNC },
    {
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: AT_MOST,
        template: {
          metadata: { labels: own },
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            securityContext: restrictedPod({ user: 1001 }),
            containers,
          },
        },
      },
    },
  )
}
