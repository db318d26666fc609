import type { Resource } from '../../core/resource.ts'
import type { Exposure, Site } from '../../fleet/types.ts'
import { deployment, service, serviceAccount } from '../../model/objects.ts'
import { selectorLabels, standardLabels } from '../../model/pods.ts'
import { autoscaler } from '../autoscaling.ts'
import type { Env } from '../env.ts'
import {
  prefectContainer,
  prefectPod,
  type Runtime,
  scratchMounts,
  scratchVolume,
} from './container.ts'
import { PORT, type Web } from './web.ts'

type Labels = Readonly<Record<string, string>>

/** What the two generations of the server do not have in common. */
export type WebServer = {
  /** Name of the application, its container and the label of its pods. */
  readonly name: string
  readonly component: string
  /** Upstream's name of the port of the Service. */
  readonly servicePort: string
  readonly args: readonly string[]
  readonly env: readonly Env[]
  /** Where it says that its database answers. */
  readonly ready: '/api/ready' | '/api/health'
  /** Folder that the UI is copied to when the server starts. */
  readonly uiBuild?: string
}

type Values = Runtime & Web

/** ServiceAccount, Deployment, Service and autoscaler of a server of the API and the UI. */
export function webServer(values: Values, { instance }: Site, server: WebServer) {
  const { name, component, servicePort } = server
  const labels = standardLabels(name, instance, component, 'prefect')
  const selector = selectorLabels(name, instance, component)
  return [
    serviceAccount({ name: instance, labels }, { automountServiceAccountToken: false }),
    serverDeployment(values, instance, server, labels, selector),
    webService(instance, servicePort, labels, selector),
    ...webAutoscaler(values, instance, labels),
  ] satisfies readonly Resource[]
}

const serverDeployment = (
  values: Values,
  instance: string,
  server: WebServer,
  labels: Labels,
  selector: Labels,
) =>
  deployment(
    { name: instance, labels },
    {
      spec: {
        // An autoscaler would be overruled at every sync.
        ...(values.autoscaling ? {} : { replicas: values.replicas }),
        selector: { matchLabels: selector },
        template: {
          metadata: { labels },
          spec: {
            ...prefectPod(values, instance),
            containers: [container(values, server)],
            volumes: [scratchVolume],
          },
        },
      },
    },
  )

const container = (values: Values, { name, args, env, ready, uiBuild }: WebServer) => ({
  ...prefectContainer(name, values, args, env),
  ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
  startupProbe: check('/api/health', 30),
  livenessProbe: check('/api/health', 3),
  readinessProbe: check(ready, 3),
  volumeMounts: [
    ...scratchMounts,
    ...(uiBuild === undefined
      ? []
      : [{ name: 'scratch', mountPath: uiBuild, subPathExpr: 'ui-build' }]),
  ],
})

const check = (path: string, failureThreshold: number) => ({
  httpGet: { path, port: 'http' },
  periodSeconds: 10,
  timeoutSeconds: 5,
  failureThreshold,
})

const webService = (instance: string, port: string, labels: Labels, selector: Labels) =>
  service(
    { name: instance, labels },
    {
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: port, port: PORT, targetPort: 'http', protocol: 'TCP' }],
      },
    },
  )

function webAutoscaler({ autoscaling }: Web, instance: string, labels: Labels) {
  if (!autoscaling) return []
  const { cpuUtilization: cpu, memoryUtilization: memory } = autoscaling
  return [autoscaler(instance, labels, autoscaling, { cpu, memory })]
}

/** What the platform publishes; `port` is that of the Service. */
export const webExposures = (
  { expose, nodePort }: Web,
  instance: string,
  port: string,
): readonly Exposure[] =>
  expose
    ? [
        {
          name: instance,
          service: instance,
          port,
          tls: 'edge',
          ...(nodePort === undefined ? {} : { nodePort }),
        },
      ]
    : []
