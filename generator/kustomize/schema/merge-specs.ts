import { UserError } from '../../core/finding.ts'
import { type Gvk, isSelected } from '../identity/id.ts'
import { compareBytes } from '../node/go-json.ts'
import { goSort } from '../node/go-sort.ts'
import order from '../tables/legacy-sort-order.json' with { type: 'json' }
import type { FieldSpec } from './field-spec.ts'

/**
 * Field specs of two tables; a spec that is there already, for the same kinds or for fewer, is not taken again. Throws UserError when one place is both created and not created.
 */
export function mergeSpecs(
  own: readonly FieldSpec[],
  more: readonly FieldSpec[],
): readonly FieldSpec[] {
  const merged = [...own]
  for (const spec of more) {
    const same = merged.find((s) => s.path === spec.path && isSelected(fullGvk(s), spec))
    if (same === undefined) merged.push(spec)
    else if ((same.create ?? false) !== (spec.create ?? false))
      throw new UserError({
        message: `the field ${spec.path} is named twice, once with create and once without`,
        hint: 'give both the same create',
      })
  }
  return merged.length === own.length ? own : merged
}

/** Upstream keeps its tables sorted: kinds that others need first, then by the text of group, version and kind. */
export function sortByGvk<T>(list: readonly T[], gvkOf: (one: T) => Gvk): readonly T[] {
  const ranked = list.map((one) => {
    const { group, version, kind } = gvkOf(one)
    const text = [group || '~G', version || '~V', kind || '~K'].join('_')
    return { one, rank: ranks.get(kind) ?? 0, text }
  })
  return goSort(ranked, (a, b) =>
    a.rank === b.rank ? compareBytes(a.text, b.text) < 0 : a.rank < b.rank,
  ).map(({ one }) => one)
}

const ranks: ReadonlyMap<string, number> = new Map([
  ...order.orderFirst.map((kind, i) => [kind, i - order.orderFirst.length] as const),
  ...order.orderLast.map((kind, i) => [kind, i + 1] as const),
])

/** Group, version and kind of a spec; absent ones are empty. */
export function fullGvk({ group = '', version = '', kind = '' }: Partial<Gvk>): Gvk {
  return { group, version, kind }
}
