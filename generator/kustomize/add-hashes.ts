import { UserError } from '../core/finding.ts'
import { type Node, toJson } from '../yaml/index.ts'
import { type Entry, remember, withMetadata, withNode } from './entry.ts'
import { type Hashed, hashSuffix } from './hash.ts'
import { fieldText, isMap, textOf } from './node.ts'

/** Append the content hash to the name of everything that wants it, as late as possible. Throws UserError. */
export function addHashes(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry) => {
    if (!entry.hashed) return entry
    const kind = fieldText(entry.node, 'kind')
    if (kind !== 'ConfigMap' && kind !== 'Secret')
      throw new UserError({
        message: `${entry.origin} has become a ${kind}, whose hash is not supported`,
        hint: 'set disableNameSuffixHash for this generator',
      })
    const name = fieldText(entry.node.get('metadata'), 'name')
    const suffix = hashSuffix(kind, contentOf(entry))
    return withNode(remember(entry), withMetadata(entry.node, 'name', `${name}-${suffix}`))
  })
}

function contentOf({ node }: Entry): Hashed {
  const content: Record<string, unknown> = {}
  for (const field of ['data', 'binaryData', 'stringData', 'type']) {
    const value: Node | undefined = node.get(field)
    if (value !== undefined)
      content[field] = isMap(value) || Array.isArray(value) ? toJson(value) : textOf(value)
  }
  return content
}
