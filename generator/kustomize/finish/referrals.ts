import { currentId, type Entry, formerIds, originalId } from '../identity/entry.ts'
import type { Id } from '../identity/id.ts'
import { fieldText } from '../node/node.ts'

/** An object that others may name, with its ids worked out. */
export type Referral = {
  readonly entry: Entry
  readonly id: Id
  readonly original: Id
  readonly former: readonly Id[]
  /** The namespace as it is written, empty when none is. */
  readonly namespace: string
}

/** All objects, found by what they were called and where they were. */
export type Referrals = {
  readonly at: (place: number) => Referral
  /** Objects that once had the name, in order; those that never changed are not among them. */
  readonly formerly: (name: string) => readonly Referral[]
  /** Objects whose first effective namespace it was. */
  readonly wasIn: (scope: string) => readonly Referral[]
}

/** Index all objects once, so that no reference needs a search. */
export function referralsOf(entries: readonly Entry[]): Referrals {
  const all = entries.map(referralOf)
  const byName = new Map<string, Referral[]>()
  const byScope = new Map<string, Referral[]>()
  for (const referral of all) {
    for (const name of new Set(referral.former.map((id) => id.name))) push(byName, name, referral)
    push(byScope, referral.original.scope, referral)
  }
  return {
    at: (place) => all[place] as Referral,
    formerly: (name) => byName.get(name) ?? [],
    wasIn: (scope) => byScope.get(scope) ?? [],
  }
}

function referralOf(entry: Entry): Referral {
  return {
    entry,
    id: currentId(entry),
    original: originalId(entry),
    former: formerIds(entry),
    namespace: fieldText(entry.node.get('metadata'), 'namespace'),
  }
}

function push(map: Map<string, Referral[]>, key: string, referral: Referral): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [referral])
  else list.push(referral)
}
