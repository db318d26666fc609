import type { Site } from '../../fleet/types.ts'
import { selectorLabels, standardLabels } from '../../model/pods.ts'
import type { TensorioValues } from './values.ts'

/** One API server: the ports of its Service, and those of its pods (upstream's numbers). */
export type Component = {
  readonly name: 'repository' | 'flea'
  readonly grpc: { readonly port: number; readonly containerPort: number }
  readonly rest: { readonly port: number; readonly containerPort: number }
  /** Answers without a token. */
  readonly health: string
}

export const REPOSITORY: Component = {
  name: 'repository',
  grpc: { port: 7316, containerPort: 8080 },
  rest: { port: 7317, containerPort: 8081 },
  health: '/v1/repository/healthz',
}
export const FLEA: Component = {
  name: 'flea',
  grpc: { port: 7318, containerPort: 8082 },
  rest: { port: 7319, containerPort: 8083 },
  health: '/v1/flea/healthz',
}

/** The components that the values switch on. */
export const enabled = (values: TensorioValues): readonly Component[] =>
  [REPOSITORY, FLEA].filter(({ name }) => values[name].enabled)

/** Name of Deployment, Service and published host: upstream's `<release>-repository`, `<release>-flea`. */
export const nameOf = ({ name }: Component, site: Site): string => `${site.instance}-${name}`

/** REST API of a component inside the cluster. */
export const restUrl = (component: Component, site: Site): string =>
  `http://${nameOf(component, site)}.${site.namespace}.svc:${component.rest.port}`

export const labels = (component: string, { instance }: Site) =>
  standardLabels('tensorio-models', instance, component, 'tensorio-models')

export const selector = (component: string, { instance }: Site) =>
  selectorLabels('tensorio-models', instance, component)
