import { UserError } from '../../core/finding.ts'
import { goNodeJson, type Node, toJson } from '../../yaml/index.ts'
import { named } from '../edit/patch.ts'
import { type Entry, remember, withMetadata, withNode } from '../identity/entry.ts'
import { goJson } from '../node/go-json.ts'
import { fieldText, isMap, textOf } from '../node/node.ts'
import { encode, type Hashed, hashSuffix } from './hash.ts'

/** Append the content hash to the name of everything that wants it, as late as possible. `written` gives the document of an object that nothing has changed. Throws UserError. */
export function addHashes(
  entries: readonly Entry[],
  written: (entry: Entry) => string | undefined = () => undefined,
): readonly Entry[] {
  return entries.map((entry) => {
    if (!entry.hashed) return entry
    const kind = fieldText(entry.node, 'kind')
    const name = fieldText(entry.node.get('metadata'), 'name')
    if (!isMap(entry.node.get('metadata')))
      throw new UserError({
        message: `a ${kind} of ${entry.origin} has lost its metadata.name`,
        hint: `look at what changed it: ${entry.patches.join(', ')}`,
      })
    const suffix =
      kind === 'ConfigMap' || kind === 'Secret'
        ? named(entry.origin, entry, () => hashSuffix(kind, contentOf(entry)))
        : hashOfTree(entry, written(entry))
    const noted = remember(entry)
    return withNode(noted, withMetadata(noted.node, 'name', `${name}-${suffix}`))
  })
}

/** Upstream hashes other kinds with the lines, columns and comments of each value, which only untouched objects still have. */
function hashOfTree(entry: Entry, text: string | undefined): string {
  const tree = text === undefined ? undefined : goNodeJson(text, goJson)
  if (tree !== undefined) return encode(tree)
  const kind = fieldText(entry.node, 'kind')
  throw new UserError({
    message: `${entry.origin}: the hash of this ${kind} depends on the lines, columns and comments of its text`,
    hint: 'give it a name without hash: kustomize hashes only ConfigMaps and Secrets by their content',
  })
}

function contentOf({ node }: Entry): Hashed {
  const content: Record<string, unknown> = {}
  for (const field of ['data', 'binaryData', 'stringData', 'type']) {
    const value: Node | undefined = node.get(field)
    if (value !== undefined)
      content[field] = isMap(value) ? toJson(value) : Array.isArray(value) ? null : textOf(value)
  }
  return content
}
