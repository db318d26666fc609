import type { Desired, Placement, SecretContract, Site } from '../fleet/types.ts'

/** What each application of a namespace wants, with each Secret made by the first that needs it, for all of them. */
export type Wish = { readonly placement: Placement; readonly desired: Desired }

const idOf = ({ site }: Placement, name: string): string =>
  `${site.cluster.name}/${site.namespace}/${name}`

/** Several applications may read one Secret: the first makes it with the keys of all, the others say who does. */
export function shareSecrets(wishes: readonly Wish[]): readonly Wish[] {
  const owners = new Map<
    string,
    { readonly instance: string; readonly keys: Map<string, string> }
  >()
  for (const { placement, desired } of wishes)
    for (const { name, keys } of desired.secrets ?? []) {
      const id = idOf(placement, name)
      const owner = owners.get(id) ?? { instance: placement.instance, keys: new Map() }
      owners.set(id, owner)
      for (const { key, purpose } of keys) if (!owner.keys.has(key)) owner.keys.set(key, purpose)
    }
  return wishes.map(({ placement, desired }) => {
    const secrets = (desired.secrets ?? []).map((contract): SecretContract => {
      const owner = owners.get(idOf(placement, contract.name))
      if (owner === undefined || owner.instance !== placement.instance)
        return { ...contract, madeBy: owner?.instance ?? placement.instance }
      return { ...contract, keys: Array.from(owner.keys, ([key, purpose]) => ({ key, purpose })) }
    })
    return { placement, desired: secrets.length > 0 ? { ...desired, secrets } : desired }
  })
}

/** The credentials of the cluster's registry must exist wherever a pod is. */
export function withPullSecrets(desired: Desired, { cluster }: Site): Desired {
  const purpose = 'credentials for pulling images, a Docker configuration'
  const contracts = cluster.registry.pullSecrets.map((name): SecretContract => {
    const keys = [{ key: '.dockerconfigjson', purpose }]
    return { name, keys, type: 'kubernetes.io/dockerconfigjson' }
  })
  return contracts.length === 0
    ? desired
    : { ...desired, secrets: [...(desired.secrets ?? []), ...contracts] }
}
