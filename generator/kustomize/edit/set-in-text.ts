import { UserError } from '../../core/finding.ts'
import { readText, writeDocument } from '../../yaml/commented/index.ts'
import { type Node, readNodes } from '../../yaml/index.ts'
import { trimmed } from '../node/go-text.ts'
import { isScalarNode, type MapNode, retyped, textOf } from '../node/node.ts'
import { textOfJson } from './json-text.ts'
import { lookup, replaceAt } from './lookup.ts'
import { matchInTree, type Slot } from './match-in-text.ts'
import type { CreateKind } from './set-matches.ts'
import { treeOf, type WrittenTree } from './written-tree.ts'

/**
 * Set what a path matches inside a text that holds JSON or YAML, anywhere along the path; the text is written anew as
 * upstream does: JSON by Go, YAML with its comments and styles. `undefined` when the path does not lead into a text,
 * or nothing is matched there. `written` tells how the value is written where it comes from. Throws a UserError.
 */
export function setInText(
  object: MapNode,
  steps: readonly string[],
  value: Node,
  create: CreateKind,
  written: WrittenTree,
): MapNode | undefined {
  const depth = steps.findIndex((_, i) => i > 0 && holdsData(object, steps.slice(0, i)))
  if (depth < 0) return undefined
  const path = steps.slice(0, depth)
  const old = lookup(object, path) ?? null
  const found = attempt(() => matched(textOf(old), steps.slice(depth), create))
  if (found === undefined || found.slots.length === 0) return undefined
  const isJson = /^[{[]/.test(trimmed(textOf(old)))
  for (const slot of found.slots) set(slot, value, isJson ? treeOf : written)
  const text = writeDocument({ ...found.document, root: found.content[0] ?? found.document.root })
  const data = isJson ? attempt(() => jsonOf(text, textOf(old))) : trimmed(text)
  return data === undefined ? undefined : replaceAt(object, path, retyped(old, data))
}

function holdsData(object: MapNode, path: readonly string[]): boolean {
  const found = attempt(() => lookup(object, path))
  if (found === undefined || !isScalarNode(found)) return false
  return attempt(() => ({ document: readText(textOf(found)) })) !== undefined
}

function matched(text: string, steps: readonly string[], create: CreateKind) {
  const document = readText(text)
  if (document === undefined) return undefined
  const content = [document.root]
  return { document, content, slots: matchInTree({ content, index: 0 }, steps, create) }
}

/** What is refused here is tried as an ordinary path next. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** A scalar keeps its quotes, type and comments; anything else is replaced. */
function set({ content, index, isLost }: Slot, value: Node, tree: WrittenTree): void {
  const node = content[index]
  if (isLost) return
  if (node?.kind === 'scalar') node.value = textOf(value)
  else content[index] = tree(value)
}

function jsonOf(yaml: string, old: string): string {
  const [node = null] = readNodes(yaml, 'the text', 'resource')
  return textOfJson(node, old.includes('\n') && old.includes('  ') ? '\n' : '')
}
