import { hasBrackets, linesOf, unreadable } from './brackets.ts'
import type { Node } from './node.ts'
import { unprintedOf } from './unprinted.ts'

/** A comment that go-yaml v3 has still to write: behind what has ended, or behind a key. */
type Carry = { line: boolean; key: boolean }

type Collection = Node[] | Map<string, Node>

/**
 * Throws a UserError where upstream writes a comment so that nobody can read it again. One behind a mapping or list that
 * has no brackets any more comes behind the next key or dash, and one behind a key with brackets behind the next value
 * without: before what is empty or has a tag that is no YAML.
 */
export function refuseCarried(document: Node): void {
  if (linesOf(document).hasLines) walk(document, { line: false, key: false })
}

function walk(node: Node, carry: Carry): void {
  if (!isCollection(node)) return
  if (isEmpty(node)) carry.line = false
  else if (Array.isArray(node)) for (const item of node) walkItem(item, carry)
  else for (const value of node.values()) walkValue(value, carry)
  if (!isEmpty(node) && linesOf(node).hasLine) carry.line = true
}

function walkItem(item: Node, carry: Carry): void {
  const isClosed = isCollection(item) && (hasBrackets(item) || isEmpty(item))
  if (isClosed && carry.line) throw unreadable()
  carry.line = false
  if (!isClosed) walk(item, carry)
}

function walkValue(value: Node, carry: Carry): void {
  if (unprintedOf(value) !== undefined) return
  const { isBehindComment, isTagged } = linesOf(value)
  if (carry.line || isBehindComment) carry.key = true
  carry.line = false
  if (isCollection(value) && hasBrackets(value)) return
  if (isCollection(value) && carry.key && (isTagged || isEmpty(value))) throw unreadable()
  carry.key = false
  walk(value, carry)
}

const isCollection = (node: Node): node is Collection => Array.isArray(node) || node instanceof Map

const isEmpty = (node: Collection): boolean =>
  Array.isArray(node) ? node.length === 0 : node.size === 0
