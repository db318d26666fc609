import { type Cursor, unusual } from './cursor.ts'
import type { Node } from './node.ts'
import { toJson } from './to-json.ts'

/** Plain JSON travels through the strict reader in the place of nodes; whoever asked for it knows. */
export function asNode(value: unknown): Node {
  return value as Node
}

/** A scalar as it is wanted: as a node, or as the plain value that it stands for. */
export function settled(node: Node, c: Cursor): Node {
  return c.plain && typeof node === 'object' && node !== null ? asNode(toJson(node)) : node
}

/** Adds a member that must be new; what is odd about keys is left to the full reader. */
export function setMember(map: Record<string, Node>, key: string, value: Node): void {
  if (key === '__proto__' || (map[key] !== undefined && Object.hasOwn(map, key))) throw unusual
  map[key] = value
}
