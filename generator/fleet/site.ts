import { type Problem, UserError } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import { didYouMean } from '../core/suggest.ts'
import { mirrorImage } from './mirror.ts'
import type { Checked } from './parse.ts'
import type { Cluster, Environment, Instance, Offers, Site } from './types.ts'

/** What was read from the disk because the fleet asked for it (`needsOf`). */
export type Given = {
  readonly file: (path: string) => string | undefined
  readonly manifests: (instance: string) => readonly Resource[]
}

/** A base is made for no cluster at all: everything that a cluster offers becomes part of the overlays. */
export const NEUTRAL: Cluster = {
  name: '',
  platform: 'none',
  kubernetes: '',
  delivery: { engine: 'argocd', namespace: '' },
  clusterUid: null,
  storage: { block: {} },
  exposure: { kind: 'none' },
  registry: { mirror: {}, pullSecrets: [] },
  secrets: { provider: 'existing' },
  certificates: { provider: 'existing' },
}

/** What resolving carries along: the instances made so far, and what is wrong. */
export type Context = {
  readonly checked: Checked
  readonly given: Given
  readonly environments: readonly Environment[]
  readonly instances: Instance[]
  readonly problems: Problem[]
}

/** The place that an application is written for; `environment` null for a base. */
export function siteOf(
  context: Context,
  instance: string,
  namespace: string,
  environment: Environment | null,
): Site {
  const cluster = environment?.cluster ?? NEUTRAL
  const { exposure, registry } = cluster
  const domain = 'domain' in exposure ? exposure.domain : undefined
  return {
    instance,
    environment: environment?.name ?? null,
    namespace,
    cluster,
    urlOf: (other) => urlOf(context, instance, environment, other),
    offersOf: (other) => offersOf(context, environment, other),
    hostOf: (name) =>
      domain === undefined ? undefined : `${name}${environment?.namespaceSuffix ?? ''}.${domain}`,
    mirrored: (image) => mirrorImage(image, registry.mirror),
    file: (path) => {
      const text = context.given.file(path)
      if (text !== undefined) return text
      throw new UserError({
        message: `there is no file ${path}, which ${instance} names`,
        hint: 'correct the path; it counts from the folder of fleet.yaml',
      })
    },
    manifests: context.given.manifests(instance),
  }
}

/** Another application as it is in the environment, or in its base. */
function found({ instances }: Context, environment: Environment | null, name: string) {
  const instance = instances.find((i) => i.name === name)
  if (environment === null) return instance
  return instance?.placements.find((p) => p.environment === environment.name)
}

function offersOf(context: Context, environment: Environment | null, name: string): Offers {
  const { app, values } = found(context, environment, name) ?? {}
  return app?.offers?.(values) ?? {}
}

function urlOf(
  context: Context,
  from: string,
  environment: Environment | null,
  to: string,
): string {
  const instance = context.instances.find((i) => i.name === to)
  const { app, values, site } = found(context, environment, to) ?? {}
  if (app?.url && site) return app.url(values, site)
  const names = context.instances.map((i) => i.name)
  const pointer = pointerTo('/applications', from)
  const here = environment ? ` in environment ${environment.name}` : ''
  const [message, hint] = !instance
    ? [
        `${from} asks for the URL of "${to}", which is not there${didYouMean(to, names)}`,
        `applications: ${names.join(', ')}`,
      ]
    : app
      ? [
          `${from} asks for the URL of "${to}", which offers none`,
          'name an application that serves one, or write the URL',
        ]
      : [
          `${from} asks for the URL of "${to}", which is not there${here}`,
          `add ${to} to environment ${environment?.name}, or write a URL there`,
        ]
  const place = environment ? pointerTo(`${pointer}/environments`, environment.name) : pointer
  throw new UserError({ message, hint, place: context.checked.place(place, true) })
}
