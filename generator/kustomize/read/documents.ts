import { UserError } from '../../core/finding.ts'
import {
  hasBegin,
  isAssembled,
  isScalar,
  type Node,
  readNodes,
  scalar,
  spread,
  tagOfText,
  toJson,
  unprintedOf,
  withTextKeys,
} from '../../yaml/index.ts'
import { goJson } from '../node/go-json.ts'
import { fieldText, isMap, isMissing, type MapNode } from '../node/node.ts'
import { throughJson } from '../node/through-json.ts'

/** A node of a file: which of its documents that are not empty, from 0 on, and the JSON pointer in it. */
export type PlacedNode<N = Node> = {
  readonly node: N
  readonly document: number
  readonly pointer: string
}

/**
 * The objects of a resource file or patch as kustomize reads them: empty documents vanish, lists are expanded
 * (behind everything else when the file has several documents). Every object has a kind and a name. Throws UserError.
 */
export function readObjects(text: string, file: string, isPlaced = false): readonly MapNode[] {
  return readPlacedObjects(text, file, isPlaced).map(({ node }) => node)
}

/** The same objects, and where each of them stands. */
export function readPlacedObjects(
  text: string,
  file: string,
  isPlaced = false,
): readonly PlacedNode<MapNode>[] {
  const isOnly = !hasSeparators(text, file)
  const documents = readNodes(text, file, 'resource', { duplicateKeys: 'kept', isPlaced })
  const objects: PlacedNode<MapNode>[] = []
  let queue: readonly PlacedNode[] = documents.map((node, document) => ({
    node,
    document,
    pointer: '',
  }))
  const [only] = queue
  if (only !== undefined && isOnly && !isAssembled(only.node)) queue = unwrap(only)
  while (queue.length > 0) queue = queue.flatMap((placed) => takeObjects(placed, file, objects))
  return objects
}

/** Adds an object to the others; of a list it gives back the items, which come behind everything else. */
function takeObjects(
  placed: PlacedNode,
  file: string,
  objects: PlacedNode<MapNode>[],
): readonly PlacedNode[] {
  if (isEmpty(placed.node)) return []
  const node = checkObject(placed.node, file)
  const kind = fieldText(node, 'kind')
  const written = kind.endsWith('List') ? spread(node).get('items') : undefined
  const items = (written !== undefined && isScalar(written) && written.held) || written
  if (kind.endsWith('List')) refuseUndecoded(node)
  // Each item is read like a file.
  if (Array.isArray(items))
    return itemsOf(
      placed,
      items.map((item) => readJson(throughJson(unfolded(item)), hasBegin(node))),
    ).flatMap(unwrap)
  if (items === undefined) objects.push({ ...placed, node })
  else if (!isMissing(items))
    throw new UserError({
      message: `items of the ${kind} in ${file} is no list`,
      hint: 'write a list of objects',
    })
  return []
}

/** What was made JSON, as it is read: all on one line. */
function readJson(node: Node, isPlaced: boolean): Node {
  return isPlaced ? readPlaced(goJson(toJson(node))) : node
}

/** The node of a text that upstream has written, as it reads it again. */
export function readPlaced(text: string): Node {
  const [node = null] = readNodes(text, '', 'resource', { duplicateKeys: 'kept', isPlaced: true })
  return node
}

/** A list is decoded as it was read, not as go-yaml writes it, which lengthens folded texts. */
function unfolded(node: Node): Node {
  if (Array.isArray(node)) return node.map(unfolded)
  if (isMap(node)) return new Map([...node].map(([key, value]) => [key, unfolded(value)]))
  return isScalar(node) && node.style === 'folded' ? scalar(node.text, 'literal', node.tag) : node
}

/** A list is decoded as a whole, which has each key once, and only texts that fit their tags. */
function refuseUndecoded(node: Node): void {
  if (Array.isArray(node)) for (const element of node) refuseUndecoded(element)
  else if (isMap(node)) for (const value of spread(node).values()) refuseUndecoded(value)
  else if (isScalar(node)) {
    const found = unprintedOf(node)
    const isPlainFloat = node.tag === '!!float' && tagOfText(node.text) === '!!float'
    if (found ? found.value !== undefined || found.isMisfit : !isPlainFloat) toJson(node)
  }
}

function itemsOf({ document, pointer }: PlacedNode, items: readonly Node[]): PlacedNode[] {
  return items.map((node, i) => ({ node, document, pointer: `${pointer}/items/${i}` }))
}

/**
 * A lone `List` gives its items at once, even when it has no metadata, and nothing when it has no list of them.
 * What comes with a merge key does not count here.
 */
function unwrap(placed: PlacedNode): PlacedNode[] {
  const { node } = placed
  const kind = fieldText(node, 'kind')
  if (!isMap(node) || (kind !== 'List' && kind !== 'ResourceList')) return [placed]
  const items = node.get('items')
  if (items === undefined) return node.has('functionConfig') ? [] : [placed]
  if (isMap(items) && items.size > 0) return [placed]
  return Array.isArray(items)
    ? itemsOf(
        placed,
        items.map((item) => withTextKeys(item)),
      )
    : []
}

function isEmpty(node: Node): boolean {
  if (isMissing(node) || node === '') return true
  return isMap(node) ? node.size === 0 : Array.isArray(node) && node.length === 0
}

function checkObject(node: Node, file: string): MapNode {
  if (!isMap(node))
    throw new UserError({
      message: `${file} holds something that is no Kubernetes object`,
      hint: 'an object is a map with apiVersion, kind and metadata',
    })
  const kind = fieldText(node, 'kind')
  if (kind === '')
    throw new UserError({
      message: `an object in ${file} has no kind`,
      hint: 'give it apiVersion, kind and metadata.name',
    })
  if (!kind.endsWith('List') && fieldText(node.get('metadata'), 'name') === '')
    throw new UserError({
      message: `a ${kind} in ${file} has no metadata.name`,
      hint: 'kustomize needs a name; generateName is not enough',
    })
  return node
}

/**
 * Whether a file has several parts, be they empty. After `---` kustomize allows nothing but a comment; of two such lines
 * in a row it sees the first one.
 */
function hasSeparators(text: string, file: string): boolean {
  let found = false
  for (const { 1: rest = '', index } of text.matchAll(/\n---([^\n]*)\n/g)) {
    found = true
    if (/^(?:(?!\ufeff)[\s\x85])*(?:#|$)/.test(rest)) continue
    throw new UserError({
      message: `"---${rest.trimEnd()}" is no document separator`,
      hint: 'put --- alone on its line',
      place: { file, line: text.slice(0, index + 1).split('\n').length, column: 1 },
    })
  }
  return found
}
