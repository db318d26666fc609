import { job } from '../model/objects.ts'
import { type PodSpec, PREFLIGHT, restrictedContainer } from '../model/pods.ts'
import type { Metadata } from '../model/wire.ts'
import { type Image, imageRef } from './image.ts'

/** A Job that looks at Secrets before the rest of an application: it fails within a minute, where a pod would hang. */
export const preflight = (
  metadata: Metadata,
  podLabels: Readonly<Record<string, string>>,
  spec: PodSpec,
) =>
  job(
    { ...metadata, annotations: PREFLIGHT },
    {
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 60,
        template: { metadata: { labels: podLabels }, spec },
      },
    },
  )

/** A volume that is there even if the Secret is not: a mount of a missing Secret would hang instead of failing. */
export const optionalSecret = (name: string, secretName: string) => ({
  name,
  secret: { secretName, optional: true },
})

/** A container that tests with a few lines of shell; `memory` is its limit. */
export const checkContainer = (
  name: string,
  image: Image,
  run: { readonly command: readonly string[]; readonly args?: readonly string[] },
  memory: string,
) => ({
  name,
  image: imageRef(image),
  imagePullPolicy: image.pullPolicy,
  ...run,
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory } },
  securityContext: restrictedContainer(),
  terminationMessagePolicy: 'FallbackToLogsOnError', // kubectl describe shows what is missing
})
