import { UserError } from '../core/finding.ts'
import { type Node, readNodes } from '../yaml/index.ts'
import { fieldText, isMap, isMissing, type MapNode } from './node.ts'

/**
 * The objects of a resource file or patch as kustomize reads them: empty documents vanish, lists are expanded
 * (behind everything else when the file has several documents). Every object has a kind and a name. Throws UserError.
 */
export function readObjects(text: string, file: string): readonly MapNode[] {
  checkSeparators(text, file)
  const documents = readNodes(text, file, 'resource')
  const objects: MapNode[] = []
  const queue: Node[] = documents.length === 1 ? unwrap(documents[0] ?? null) : [...documents]
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] ?? null
    if (isEmpty(node)) continue
    const object = checkObject(node, file)
    const items = fieldText(object, 'kind').endsWith('List') ? object.get('items') : undefined
    if (items === undefined) objects.push(object)
    else if (Array.isArray(items)) queue.push(...items)
    else if (!isMissing(items))
      throw new UserError({
        message: `items of the ${fieldText(object, 'kind')} in ${file} is no list`,
        hint: 'write a list of objects',
      })
  }
  return objects
}

/** A lone `List` gives its items even when it has no metadata. */
function unwrap(node: Node): Node[] {
  const kind = fieldText(node, 'kind')
  const isList = kind === 'List' || kind === 'ResourceList'
  const items = isList && isMap(node) ? node.get('items') : undefined
  return Array.isArray(items) ? items : [node]
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

/** After `---` kustomize allows nothing but a comment. */
function checkSeparators(text: string, file: string): void {
  const bad = /\n---(?!\s*(?:#.*)?\r?\n)(.*)\r?\n/.exec(text)
  if (bad === null) return
  const line = text.slice(0, bad.index + 1).split('\n').length
  throw new UserError({
    message: `"---${bad[1]}" is no document separator`,
    hint: 'put --- alone on its line',
    place: { file, line, column: 1 },
  })
}
