import { type Problem, UserError } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import { idOf, keyOf, type Resource } from '../core/resource.ts'
import type { Checked } from '../fleet/index.ts'
import type { OverlayPlan } from './overlay-plan.ts'
import type { Plan } from './plan.ts'

/** Something that a cluster has room for once: an object, a ConfigMap by its logical name, a node port. */
type Claim = { readonly key: string; readonly what: string; readonly hint: string }
type Collision = {
  readonly first: OverlayPlan
  readonly second: OverlayPlan
  readonly claims: Claim[]
}

/** No object and no node port twice in one cluster, whichever environments and applications they come from. */
export function refuseCollisions({ overlays }: Plan, { place }: Checked): void {
  const owners = new Map<string, OverlayPlan>()
  const collisions = new Map<string, Collision>()
  for (const second of overlays)
    for (const claim of claimsOf(second)) {
      const key = `${second.cluster.name} ${claim.key}`
      const first = owners.get(key)
      if (first === undefined) owners.set(key, second)
      else collide(collisions, first, second, claim)
    }
  const problems = Array.from(collisions.values(), (collision): Problem => {
    const { instance, environment } = collision.second
    const pointer = pointerTo(`${pointerTo('/applications', instance)}/environments`, environment)
    return { ...described(collision), place: place(pointer, true) }
  })
  if (problems.length > 0) throw new UserError(problems)
}

/** One problem per pair of overlays and remedy, however many objects collide. */
function collide(
  collisions: Map<string, Collision>,
  first: OverlayPlan,
  second: OverlayPlan,
  claim: Claim,
): void {
  const key = [first, second].map((o) => `${o.environment}/${o.instance}`).join(' ') + claim.hint
  const known = collisions.get(key)
  if (known) known.claims.push(claim)
  else collisions.set(key, { first, second, claims: [claim] })
}

function described({ first, second, claims }: Collision): { message: string; hint: string } {
  const [one, two] = [first, second].map((o) => `${o.instance} in ${o.environment}`)
  const who = one === two ? `${one}, twice` : `${one} and ${two}`
  const more = claims.length > 1 ? ` and ${claims.length - 1} more` : ''
  return {
    message: `${claims[0]?.what}${more} would be in cluster ${second.cluster.name} twice: ${who}`,
    hint: claims[0]?.hint ?? '',
  }
}

const OTHER = 'give one of them another namespace or name, or remove it'

function* claimsOf({ parts, namespace }: OverlayPlan): Generator<Claim> {
  for (const { side } of parts) {
    for (const resource of side.resources) {
      yield { key: keyOf(resource), what: idOf(resource), hint: OTHER }
      for (const port of nodePortsOf(resource))
        yield {
          key: `node port ${port}`,
          what: `node port ${port}`,
          hint: 'set another nodePort for one of them',
        }
    }
    yield* side.resources.flatMap(volumeClaims)
    yield* side.resources.flatMap(hostClaims)
    for (const { name } of side.configs)
      yield {
        key: `/ConfigMap/${namespace}/${name}`,
        what: `ConfigMap/${namespace}/${name}`,
        hint: OTHER,
      }
  }
}

/** Two applications cannot answer under one host. */
function hostClaims({ kind, spec }: Resource): readonly Claim[] {
  const { host, hostnames = [] } = (spec ?? {}) as {
    readonly host?: string
    readonly hostnames?: readonly string[]
  }
  const hosts = kind === 'Route' && host ? [host] : kind === 'HTTPRoute' ? hostnames : []
  const hint =
    'give one environment a namespaceSuffix, which goes into its hosts, or rename an application'
  return hosts.map((name) => ({ key: `host ${name}`, what: `host ${name}`, hint }))
}

/** Two volumes on one folder mix the data of two applications, or of staging and production. */
function volumeClaims({ kind, spec }: Resource): readonly Claim[] {
  if (kind !== 'PersistentVolume') return []
  const { nfs, hostPath } = (spec ?? {}) as {
    readonly nfs?: { readonly server: string; readonly path: string }
    readonly hostPath?: { readonly path: string }
  }
  const folder = nfs ? `${nfs.server}:${nfs.path}` : hostPath?.path
  const hint = 'give each a folder of its own: storage.shared.path takes {namespace} and {claim}'
  return folder === undefined ? [] : [{ key: `folder ${folder}`, what: `folder ${folder}`, hint }]
}

function nodePortsOf({ kind, spec }: Resource): readonly number[] {
  if (kind !== 'Service') return []
  const { ports = [] } = (spec ?? {}) as {
    readonly ports?: readonly { readonly nodePort?: number }[]
  }
  if (!Array.isArray(ports)) return []
  return ports.flatMap(({ nodePort }) => (nodePort === undefined ? [] : [nodePort]))
}
