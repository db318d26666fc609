import { UserError } from '../../core/finding.ts'
import { isNull, type Node } from '../../yaml/index.ts'
import { compareBytes } from './go-json.ts'
import { isMap, type MapNode, withField, withoutField } from './node.ts'
import { nullWith } from './pairs.ts'
import { withPlainField, withPlainKeys } from './plain-key.ts'

/**
 * `metadata` with other labels or annotations. Upstream takes the first ones out, and writes into what is then there: a
 * second map of that name, or a null, which stays one. Throws UserError where that is something else.
 */
export function putTexts(
  metadata: MapNode,
  field: 'labels' | 'annotations',
  texts: MapNode,
): MapNode {
  const rest = withoutField(metadata, field)
  const next = rest.get(field)
  if (texts.size === 0) return rest
  if (isNull(next)) return withField(rest, field, nullWith(texts))
  if (next === undefined) return withField(metadata, field, withPlainKeys(texts))
  if (!isMap(next))
    throw new UserError({
      message: `metadata.${field} is there twice, and is no map`,
      hint: `write ${field} once, as a map of texts`,
    })
  const put = (map: MapNode, [key, value]: readonly [string, Node]) =>
    (map.has(key) ? withField : withPlainField)(map, key, value)
  const sorted = [...texts].sort(([a], [b]) => compareBytes(a, b))
  return withField(rest, field, sorted.reduce(put, next))
}

/** Whether labels or annotations are there twice. */
export function isTwice(metadata: MapNode, field: 'labels' | 'annotations'): boolean {
  return metadata.has(`${field}\0`)
}
