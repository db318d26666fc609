import { UserError } from '../../core/finding.ts'
import { currentId, type Entry, metadataOf } from '../identity/entry.ts'
import type { Id } from '../identity/id.ts'
import { refuseDuplicates } from '../identity/refuse-duplicates.ts'
import { compareBytes } from '../node/go-json.ts'
import { goSort } from '../node/go-sort.ts'
import { fieldText } from '../node/node.ts'
import type { SortOptions } from '../read/kustomization.ts'
import table from '../tables/legacy-sort-order.json' with { type: 'json' }

/** The objects in output order: as they were read (fifo), or by the kinds that come first and last (legacy, the default). Throws UserError. */
export function inOrder(
  entries: readonly Entry[],
  options: SortOptions = { order: 'legacy' },
  file = '',
): readonly Entry[] {
  const { order, legacySortOptions } = options
  if (order !== 'fifo' && order !== 'legacy')
    throw new UserError({
      message: `${file}: sortOptions.order is ${JSON.stringify(order ?? '')}, must be fifo or legacy`,
      hint: 'write fifo or legacy',
    })
  if (order === 'legacy') {
    refuseDuplicates(entries, file)
    return legacy(entries, legacySortOptions ?? table)
  }
  if (legacySortOptions === undefined) return entries
  throw new UserError({
    message: `${file}: sortOptions.legacySortOptions does not go with order: fifo`,
    hint: 'remove it, or use order: legacy',
  })
}

type Kinds = NonNullable<SortOptions['legacySortOptions']>

/** What one object is sorted by. */
type Rank = {
  readonly entry: Entry
  readonly id: Id
  /** Below zero for the kinds that come first, above for the last ones. */
  readonly place: number
  readonly gvk: string
  readonly text: string
}

function legacy(entries: readonly Entry[], kinds: Kinds): readonly Entry[] {
  const { orderFirst = [], orderLast = [] } = kinds
  const ranks = new Map<string, number>()
  for (const [i, kind] of orderFirst.entries()) ranks.set(kind, i - orderFirst.length)
  for (const [i, kind] of orderLast.entries()) ranks.set(kind, i + 1)
  const isLess = (a: Rank, b: Rank): boolean => {
    if (isSameKind(a.id, b.id)) return compareBytes(a.text, b.text) < 0
    if (a.place !== b.place) return a.place < b.place
    const bothNamespaces = a.id.kind === 'Namespace' && b.id.kind === 'Namespace'
    const reversed = bothNamespaces && (a.id.group === '' || b.id.group === '')
    return (reversed ? compareBytes(b.gvk, a.gvk) : compareBytes(a.gvk, b.gvk)) < 0
  }
  const ranked = entries.map((entry) => rankOf(entry, ranks))
  return goSort(ranked, isLess).map(({ entry }) => entry)
}

const isSameKind = (a: Id, b: Id): boolean =>
  a.kind === b.kind && a.version === b.version && a.group === b.group

function rankOf(entry: Entry, ranks: ReadonlyMap<string, number>): Rank {
  const id = currentId(entry)
  const { group, version, kind, name } = id
  const namespace = fieldText(metadataOf(entry.node), 'namespace')
  const gvk = [kind, version || '[noVer]', group || '[noGrp]'].join('.')
  return {
    entry,
    id,
    place: ranks.get(kind) ?? 0,
    gvk: [group || '~G', version || '~V', kind].join('_'),
    text: [gvk, namespace || '~X', name || '~N'].join('|'),
  }
}
