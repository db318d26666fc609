import type { Resource } from '../../core/resource.ts'
import type { Exposure, Site } from '../../fleet/types.ts'
import { deployment, service } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod } from '../../model/pods.ts'
import { compute } from '../compute.ts'
import { imageRef } from '../image.ts'
import { type Component, labels, nameOf, selector } from './components.ts'
import { environment, mounts, volumes } from './environment.ts'
import type { TensorioValues } from './values.ts'

/** Deployment and Service of one component. */
export const apiServer = (
  component: Component,
  values: TensorioValues,
  site: Site,
): readonly Resource[] => [
  componentDeployment(component, values, site),
  componentService(component, site),
]

function componentDeployment(component: Component, values: TensorioValues, site: Site) {
  const own = labels(component.name, site)
  return deployment(
    { name: nameOf(component, site), labels: own },
    {
      spec: {
        replicas: values[component.name].replicas,
        selector: { matchLabels: selector(component.name, site) },
        template: {
          metadata: { labels: own },
          spec: {
            automountServiceAccountToken: false,
            securityContext: restrictedPod({ user: 1001 }), // the image says root, but any id will do
            containers: [container(component, values, site)],
            volumes: volumes(values),
          },
        },
      },
    },
  )
}

function container(component: Component, values: TensorioValues, site: Site) {
  const { image, resources } = values[component.name]
  const health = {
    httpGet: { path: component.health, port: 'rest' },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  }
  return {
    name: component.name,
    image: imageRef(image),
    imagePullPolicy: image.pullPolicy,
    args: ['-backend', '$(BACKEND)'],
    env: environment(component, values, site),
    ports: [
      { name: 'grpc', containerPort: component.grpc.containerPort, protocol: 'TCP' },
      { name: 'rest', containerPort: component.rest.containerPort, protocol: 'TCP' },
    ],
    livenessProbe: health,
    readinessProbe: health,
    resources: compute(resources),
    securityContext: restrictedContainer(),
    volumeMounts: mounts(values),
  }
}

function componentService(component: Component, site: Site) {
  const { grpc, rest } = component
  return service(
    { name: nameOf(component, site), labels: labels(component.name, site) },
    {
      spec: {
        type: 'ClusterIP',
        selector: selector(component.name, site),
        ports: [
          {
            name: 'grpc',
            port: grpc.port,
            targetPort: 'grpc',
            protocol: 'TCP',
            appProtocol: 'kubernetes.io/h2c', // Gateways and Routes speak HTTP/1 otherwise
          },
          { name: 'rest', port: rest.port, targetPort: 'rest', protocol: 'TCP' },
        ],
      },
    },
  )
}

/** What people outside use. Pods speak no TLS, so the edge terminates it. */
export function exposures(
  component: Component,
  values: TensorioValues,
  site: Site,
): readonly Exposure[] {
  const name = nameOf(component, site)
  const { rest, grpc } = values[component.name].nodePorts
  const of = (port: 'rest' | 'grpc', host: string, wish: number | undefined): Exposure => ({
    name: host,
    service: name,
    port,
    tls: 'edge',
    ...(wish === undefined ? {} : { nodePort: wish }),
  })
  return [
    ...(values.publish.rest ? [of('rest', name, rest)] : []),
    ...(values.publish.grpc ? [of('grpc', `${name}-grpc`, grpc)] : []),
  ]
}
