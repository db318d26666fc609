import { UserError } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import { type Entry, withNode } from '../entry.ts'
import { type FieldSpec, setFields } from '../field-spec.ts'
import type { ImageChange } from '../kustomization.ts'
import type { Layer, Transformer } from '../layer.ts'
import { asText, fieldText, isMap, type MapNode, textOf, withField } from '../node.ts'
import { re2 } from '../re2.ts'
import { type Image, joinImage, splitImage } from '../split-image.ts'

/** `images`, one entry after another, so that the result of one may fit the next. */
export const images: Transformer = (entries, layer) =>
  layer.kustomization.images.reduce((now, change, position) => {
    const pointer = `/images/${position}`
    return layer.at(pointer, () => rewrite(now, change, pointer, layer))
  }, entries)

function rewrite(
  entries: readonly Entry[],
  change: ImageChange,
  pointer: string,
  { file, tables, warn }: Layer,
): readonly Entry[] {
  const { name = '' } = change
  const place = `${file}: images`
  re2(name, place)
  const fits = re2(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`, place)
  let hits = 0
  const set = (old: Node): Node => {
    if (isMap(old) || Array.isArray(old))
      throw new UserError({
        message: 'an image is no text',
        hint: 'write it as name:tag or name@digest',
      })
    if (!fits.test(textOf(old))) return old
    hits++
    return asText(old, joinImage(changed(splitImage(textOf(old)), change)))
  }
  const result = entries.map((entry) =>
    fieldText(entry.node, 'kind') === 'CustomResourceDefinition'
      ? entry
      : withNode(entry, inFields(inContainers(entry.node, set) as MapNode, tables.images, set)),
  )
  if (hits === 0)
    warn(
      {
        message: `${place}: ${JSON.stringify(name)} fits no image`,
        hint: 'correct the name, or remove the entry; it is the image without tag and digest',
      },
      pointer,
    )
  return result
}

/** Tag and digest of a change replace both of the old; a suffix drops the digest. */
function changed(image: Image, change: ImageChange): Image {
  const { newName, newTag, digest, tagSuffix } = change
  const name = newName || image.name
  if (newTag || digest) return { name, tag: newTag ?? '', digest: digest ?? '' }
  if (tagSuffix) return { name, tag: (image.tag ?? '') + tagSuffix }
  return { ...image, name }
}

/** Every `image` in a list called containers or initContainers, at any depth of any object. */
function inContainers(node: Node, set: (old: Node) => Node): Node {
  if (Array.isArray(node)) {
    const list = node.map((element) => inContainers(element, set))
    return list.every((element, i) => element === node[i]) ? node : list
  }
  if (!isMap(node)) return node
  let result = node
  for (const [key, value] of node) {
    const inner = inContainers(value, set)
    const isList = key === 'containers' || key === 'initContainers'
    const done = isList && Array.isArray(inner) ? inner.map((c) => inContainer(c, set)) : inner
    if (!isSame(done, value)) result = withField(result, key, done)
  }
  return result
}

function inContainer(container: Node, set: (old: Node) => Node): Node {
  const image = isMap(container) ? container.get('image') : undefined
  return image === undefined ? container : withField(container as MapNode, 'image', set(image))
}

function isSame(a: Node, b: Node): boolean {
  if (a === b) return true
  return Array.isArray(a) && Array.isArray(b) && a.every((element, i) => element === b[i])
}

function inFields(node: MapNode, fields: readonly FieldSpec[], set: (old: Node) => Node): MapNode {
  return fields.reduce((now, spec) => setFields(now, spec, set), node)
}
