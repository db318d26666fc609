import { UserError } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import { currentId, type Entry, formerIds } from '../identity/entry.ts'
import { isSelected } from '../identity/id.ts'
import { withNotes } from '../identity/notes.ts'
import {
  isMap,
  isMissing,
  isScalarNode,
  metadataText,
  plain,
  retyped,
  textOf,
} from '../node/node.ts'
import type { Replacement } from '../read/kustomization.ts'
import { splitFieldPath } from './field-path.ts'
import { lookup } from './lookup.ts'

type Source = NonNullable<Replacement['source']>

/** The value that a replacement copies. Throws UserError unless it names exactly one that is not empty. */
export function replacementValue(
  entries: readonly Entry[],
  replacement: Replacement,
  place: string,
): Node {
  const { source, sourceValue } = replacement
  if ((source === undefined) === (sourceValue === undefined))
    throw new UserError({
      message: `${place} needs exactly one of source and sourceValue`,
      hint: source === undefined ? 'add a source' : 'remove one of them',
    })
  if (source === undefined) return plain(sourceValue ?? '')
  const path = source.fieldPath || 'metadata.name'
  const found = findSource(entries, source, place)
  const steps = splitFieldPath(path)
  const value = valueIn(found, steps)
  if (value === undefined || isEmpty(value))
    throw new UserError({
      message: `${place}: the source has no ${path}`,
      hint: 'correct source.fieldPath; an empty value cannot be copied',
    })
  return refined(value, source, place)
}

/** What stands in an object that is copied from: upstream keeps notes among the annotations, and copies them with these. Throws UserError. */
export function valueIn(entry: Entry, steps: readonly string[]): Node | undefined {
  return lookup(steps[0] === 'metadata' ? withNotes(entry) : entry.node, steps)
}

function isEmpty(value: Node): boolean {
  if (isMap(value)) return value.size === 0
  return isMissing(value) || (Array.isArray(value) && value.length === 0)
}

/** The one object that a source names, now or formerly. Throws UserError when there is none or several. */
export function findSource(entries: readonly Entry[], source: Source, place: string): Entry {
  const { name, namespace, group, version, kind } = source
  const gvk = { group: group ?? '', version: version ?? '', kind: kind ?? '' }
  const scope = namespace === 'default' ? 'default' : namespace
  const found = entries.filter((entry) => {
    const now = {
      ...currentId(entry),
      scope: metadataText(entry.node, 'namespace') || 'default',
    }
    return [now, ...formerIds(entry)].some(
      (id) => (!name || name === id.name) && (!scope || scope === id.scope) && isSelected(id, gvk),
    )
  })
  const [first, another] = found
  if (first !== undefined && another === undefined) return first
  throw new UserError({
    message: `${place}: the source fits ${found.length === 0 ? 'no object' : `${found.length} objects`}`,
    hint: 'name exactly one object by kind, name and namespace; names are exact',
  })
}

/** One part of the value when the source has a delimiter. */
function refined(value: Node, { options = {} }: Source, place: string): Node {
  const { delimiter, index = 0 } = options
  if (!delimiter) return value
  const parts = isScalarNode(value) ? textOf(value).split(delimiter) : []
  const part = index < 0 ? undefined : parts[index]
  if (part !== undefined) return retyped(value, part)
  throw new UserError({
    message: `${place}: the source has no part ${index} between ${JSON.stringify(delimiter)}`,
    hint: 'parts are counted from 0, and only texts have them',
  })
}
