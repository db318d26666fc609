import { UserError } from '../../core/finding.ts'
import { type Node, readAgain, toJson, withTextKeys } from '../../yaml/index.ts'
import { goJson } from '../node/go-json.ts'
import { throughJson } from '../node/json-node.ts'
import { copyOf, isMap, type MapNode } from '../node/node.ts'
import { refuseTooLarge } from '../node/too-large.ts'
import type { Operation } from './json-operations.ts'
import { givenNull, holdsRaw, rawText, withoutRaw } from './raw-json.ts'

type Container = MapNode | Node[]
type Edit = (container: Container, key: string) => Container

/**
 * Apply a JSON patch (evanphx/json-patch 4: negative indices count from the end, `replace` of a missing key adds it).
 * The whole object passes through JSON, so that integers beyond 2^53 lose digits. Throws UserError.
 */
export function applyOperations(node: Node, operations: readonly Operation[]): Node {
  const whole = throughJson(readAgain(withTextKeys(node, true)))
  const made = operations.reduce(applyOperation, whole)
  const isRaw = operations.some(({ value }) => value !== undefined && holdsRaw(value))
  return isRaw ? withoutRaw(made) : made
}

function applyOperation(node: Node, operation: Operation): Node {
  const { op, path, from = [], value = null, pointer, refusal } = operation
  if (refusal !== undefined) throw refusal
  const edit = (root: Node, at: readonly string[], change: Edit) =>
    editAt(root, at, change, operation)
  switch (op) {
    case 'add':
      return edit(node, path, (container, key) => add(container, key, value, operation))
    case 'remove':
      return edit(node, path, (container, key) => remove(container, key, operation))
    case 'replace':
      if (pointer === '' && !isContainer(value)) throw failed(operation, 'it is for an object')
      if (pointer === '') return value
      return edit(node, path, (c, key) => replace(c, key, value, operation))
    case 'move': {
      const moved = get(node, from, operation)
      const rest = edit(node, from, (container, key) => remove(container, key, operation))
      return edit(rest, path, (container, key) => add(container, key, moved, operation))
    }
    case 'copy': {
      const copied = get(node, from, operation)
      refuseTooLarge(copied, `copy ${pointer}`)
      return edit(node, path, (container, key) => add(container, key, copied, operation))
    }
    case 'test':
      return test(node, operation)
    default:
      throw failed(operation, 'op must be add, remove, replace, move, copy or test')
  }
}

function test(node: Node, operation: Operation): Node {
  const { pointer, path, value } = operation
  const found = pointer === '' ? node : get(node, path, operation)
  const isMissing = value === undefined || value === givenNull
  const isMet = found === null ? isMissing : value !== undefined && isEqual(found, value)
  if (isMet) return node
  throw failed(operation, 'the value there is another')
}

/** Upstream compares scalars as JSON is written, and fails over a list that holds a null. */
function isEqual(a: Node, b: Node): boolean {
  if (isMap(a) && isMap(b)) {
    const isSame = (v: Node, w: Node | undefined): boolean =>
      w !== undefined && (v === null || w === null ? v === w : isEqual(v, w))
    return a.size === b.size && [...a].every(([key, v]) => isSame(v, b.get(key)))
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const isSame = (v: Node, w: Node = null): boolean => v !== null && w !== null && isEqual(v, w)
    return a.length === b.length && a.every((v, i) => isSame(v, b[i]))
  }
  return !isContainer(a) && !isContainer(b) && jsonOf(a) === jsonOf(b)
}

function jsonOf(node: Node): string {
  const value = toJson(node)
  return rawText(node) ?? goJson(value === 0 ? 0 : value) // which -0 is in Go
}

/** Change the map or list that holds the last step of a path; everything on the way must exist. */
function editAt(node: Node, path: readonly string[], edit: Edit, operation: Operation): Node {
  const [step, ...rest] = path
  if (step === undefined || !isContainer(node)) throw failed(operation, 'there is no such path')
  if (rest.length === 0) return edit(node, step)
  const changed = editAt(child(node, step, operation), rest, edit, operation)
  if (isMap(node)) return copyOf(node).set(step, changed)
  return node.with(indexIn(node, step, operation), changed)
}

/** What stands at a path; a key that is missing in an existing map is null. */
function get(node: Node, path: readonly string[], operation: Operation): Node {
  if (path.length === 0) throw failed(operation, 'there is no such path')
  return path.reduce((at: Node, step) => {
    if (!isContainer(at)) throw failed(operation, 'there is no such path')
    return child(at, step, operation)
  }, node)
}

function child(container: Container, step: string, operation: Operation): Node {
  if (isMap(container)) return container.get(step) ?? null
  return container[indexIn(container, step, operation)] ?? null
}

function isContainer(node: Node): node is Container {
  return isMap(node) || Array.isArray(node)
}

function add(container: Container, key: string, value: Node, operation: Operation): Container {
  if (isMap(container)) return copyOf(container).set(key, value)
  if (key === '-') return [...container, value]
  return container.toSpliced(position(key, container.length + 1, operation), 0, value)
}

function remove(container: Container, key: string, operation: Operation): Container {
  if (!isMap(container)) return container.toSpliced(indexIn(container, key, operation), 1)
  if (!container.has(key)) throw failed(operation, 'there is nothing to remove')
  const rest = copyOf(container)
  rest.delete(key)
  return rest
}

function replace(container: Container, key: string, value: Node, operation: Operation): Container {
  if (isMap(container)) return copyOf(container).set(key, value)
  return container.with(indexIn(container, key, operation), value)
}

function indexIn(list: readonly Node[], step: string, operation: Operation): number {
  return position(step, list.length, operation)
}

function position(step: string, length: number, operation: Operation): number {
  const index = /^[+-]?\d+$/.test(step) ? Number(step) : Number.NaN
  if (Number.isNaN(index)) throw failed(operation, `${JSON.stringify(step)} is no index of a list`)
  if (index >= length || index < -length)
    throw failed(operation, `the list has no element ${index}`)
  return index < 0 ? index + length : index
}

function failed({ op, pointer }: Operation, why: string): UserError {
  return new UserError({
    message: `${op} ${pointer || '""'} does not apply: ${why}`,
    hint: 'correct the path, or add what it needs with an operation before',
  })
}
