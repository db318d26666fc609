import { UserError } from '../../core/finding.ts'
import { type Node, readAgain, readNodes, toJson, withTextKeys } from '../../yaml/index.ts'
import { floatNode, nodeOf, throughJson } from '../node/json-node.ts'
import { copyOf, isMap, type MapNode, textOf } from '../node/node.ts'
import { refuseDeepPath, refuseTooLarge } from '../node/too-large.ts'

/** One step of a JSON patch, with the pointers already split; `from` only where the operation has one. */
export type Operation = {
  readonly op: string
  readonly path: readonly string[]
  readonly from?: readonly string[]
  readonly value: Node
  /** As written, for messages. */
  readonly pointer: string
  /** It stands in JSON that has `<`, `>` or `&` as they are. */
  readonly isRaw?: boolean
  /** What is wrong with it, wherever it is applied. */
  readonly refusal?: UserError
}

type Container = MapNode | Node[]
type Edit = (container: Container, key: string) => Container

/** Read a JSON patch, in JSON or in YAML 1.1; only the first document counts. Throws UserError. */
export function readOperations(text: string, file: string): readonly Operation[] {
  if (/^\[\s*\]/.test(text)) return [] // and whatever stands behind it
  const [list = null] = isJson(text)
    ? [readJson(text, file)]
    : readNodes(text, file, 'config', { duplicateKeys: 'last', documents: 'first' })
  if (list === null) return []
  const json = toJson(list)
  if (!Array.isArray(json)) throw notAPatch(file, 'is no list')
  const isRaw = isJson(text) && /[<>&]/.test(text)
  return json.map((operation: unknown, i) => ({
    ...readOperation(operation, `${file}: operation ${i + 1}`),
    isRaw,
  }))
}

/** Upstream tells JSON by its first character; YAML in brackets is then refused. */
const isJson = (text: string): boolean => text.startsWith('[')

function readJson(text: string, file: string): Node {
  try {
    return nodeOf(JSON.parse(text))
  } catch (error) {
    throw new UserError(
      {
        message: `${file} begins with "[", so it is read as JSON, and is none: ${(error as Error).message}`,
        hint: 'write JSON with quotes around names and texts, or a YAML list with "- "',
      },
      { cause: error },
    )
  }
}

function readOperation(value: unknown, place: string): Operation {
  if (typeof value !== 'object' || Array.isArray(value)) throw notAPatch(place, 'is no map')
  const { op, path, from, value: argument } = (value ?? {}) as Record<string, unknown>
  if (typeof op !== 'string' || typeof path !== 'string')
    return unusable(notAPatch(place, 'has no op or path'))
  const needsFrom = op === 'move' || op === 'copy'
  if (needsFrom && typeof from !== 'string') return unusable(notAPatch(place, 'has no from'))
  return {
    op,
    path: split(path),
    ...(typeof from === 'string' && { from: split(from) }),
    value: nodeOf(argument ?? null, floatNode),
    pointer: path,
  }
}

/** An operation that is no error as long as it meets no object. */
const unusable = (refusal: UserError): Operation => ({
  op: '',
  path: [],
  value: null,
  pointer: '/',
  refusal,
})

function notAPatch(place: string, problem: string): UserError {
  return new UserError({
    message: `${place} ${problem}`,
    hint: 'a JSON patch is a list of {op, path, value}',
  })
}

/** Everything before the first slash is dropped, as upstream does. */
function split(pointer: string): readonly string[] {
  const steps = pointer.split('/').slice(1)
  return refuseDeepPath(steps).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/**
 * Apply a JSON patch (evanphx/json-patch 4: negative indices count from the end, `replace` of a missing key adds it).
 * The whole object passes through JSON, so that integers beyond 2^53 lose digits. Throws UserError.
 */
export function applyOperations(node: Node, operations: readonly Operation[]): Node {
  return operations.reduce(applyOperation, throughJson(readAgain(withTextKeys(node, true))))
}

function applyOperation(node: Node, operation: Operation): Node {
  const { op, path, from = [], value, pointer, refusal } = operation
  if (refusal !== undefined) throw refusal
  const edit = (root: Node, at: readonly string[], change: Edit) =>
    editAt(root, at, change, operation)
  switch (op) {
    case 'add':
      return edit(node, path, (container, key) => add(container, key, value, operation))
    case 'remove':
      return edit(node, path, (container, key) => remove(container, key, operation))
    case 'replace':
      return pointer === ''
        ? value
        : edit(node, path, (c, key) => replace(c, key, value, operation))
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
  const found = operation.pointer === '' ? node : get(node, operation.path, operation)
  if (isEqual(found, operation.value) && !(operation.isRaw && hasEscaped(found))) return node
  throw failed(operation, 'the value there is another')
}

/** Upstream compares JSON as written: its own has `\\u003c` where a patch of JSON has `<`. */
function hasEscaped(node: Node): boolean {
  if (isMap(node)) return [...node.values()].some(hasEscaped)
  return Array.isArray(node) ? node.some(hasEscaped) : /[<>&]/.test(textOf(node))
}

function isEqual(a: Node, b: Node): boolean {
  if (isMap(a) && isMap(b))
    return (
      a.size === b.size && [...a].every(([key, v]) => b.has(key) && isEqual(v, b.get(key) ?? null))
    )
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((v, i) => isEqual(v, b[i] ?? null))
  return !isMap(a) && !isMap(b) && toJson(a) === toJson(b)
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
