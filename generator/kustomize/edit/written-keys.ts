import {
  type CommentedNode,
  type CommentedScalar,
  madeScalar,
  readText,
} from '../../yaml/commented/index.ts'

/** How the keys of patches are written; what a patch brings keeps that where it is copied into a text. */
export type WrittenKeys = {
  readonly style: CommentedScalar['style']
  /** Below a mapping. */
  readonly fields: Map<string, WrittenKeys>
  /** Below a list, whichever element it is. */
  elements?: WrittenKeys
}

const none = (style: WrittenKeys['style'] = 'plain'): WrittenKeys => ({ style, fields: new Map() })

/** The keys of patches, one after another: a key is written as the first that has it writes it. Throws UserError. */
export function keysOf(patches: readonly string[]): WrittenKeys {
  const keys = none()
  for (const text of patches) {
    const document = readText(text)
    if (document !== undefined) note(document.root, keys)
  }
  return keys
}

function note(node: CommentedNode, keys: WrittenKeys): void {
  if (node.kind === 'list') {
    keys.elements ??= none()
    for (const element of node.content) note(element, keys.elements)
  }
  if (node.kind !== 'map') return
  for (const [i, key] of node.content.entries()) {
    const value = node.content[i + 1]
    if (i % 2 > 0 || value === undefined || key.kind !== 'scalar') continue
    const own = keys.fields.get(key.value) ?? none(key.style)
    keys.fields.set(key.value, own)
    note(value, own)
  }
}

/** The keys below a path, whose steps are names or choose an element. */
export function keysAt(
  keys: WrittenKeys | undefined,
  path: readonly string[],
): WrittenKeys | undefined {
  return path.reduce((at, step) => at?.fields.get(step) ?? at?.elements, keys)
}

/** A key as it is to be written. */
export function keyOf(name: string, keys: WrittenKeys | undefined): CommentedScalar {
  return madeScalar(name, keys?.fields.get(name)?.style ?? 'plain', '!!str')
}
