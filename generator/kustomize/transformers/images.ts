import { UserError } from '../../core/finding.ts'
import { isNull, type Node } from '../../yaml/index.ts'
import { type Image, joinImage, splitImage } from '../edit/split-image.ts'
import { type Entry, withNode } from '../identity/entry.ts'
import { looksAtNotes, noted } from '../identity/notes.ts'
import { type Frame, type Pattern, re2 } from '../identity/re2.ts'
import { type Layer, listed, type Transformer } from '../layer.ts'
import { asText, fieldText, isMap, type MapNode, textOf, withField } from '../node/node.ts'
import { withElements } from '../node/twins.ts'
import type { ImageChange } from '../read/kustomization.ts'
import { type FieldSpec, setFields } from '../schema/field-spec.ts'
import { type ImageWatch, watchImages } from '../warnings/watch-images.ts'

/** `images`, one entry after another, so that the result of one may fit the next. */
export const images: Transformer = (entries, layer) =>
  listed(layer.kustomization.images, layer).reduce((now, [position, change]) => {
    const pointer = `/images/${position}`
    return layer.at(pointer, () => rewrite(now, change, pointer, layer))
  }, entries)

/** The name is put in as it is: in `a|b` the anchors bind to one side each. */
const imageFrame: Frame = ['^', '(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$']

function rewrite(
  entries: readonly Entry[],
  change: ImageChange,
  pointer: string,
  { file, tables, warn }: Layer,
): readonly Entry[] {
  const { name = '' } = change
  const place = `${file}: images`
  let pattern: Pattern | undefined
  const watch: ImageWatch = watchImages(change, place)
  const set = (old: Node): Node => {
    if (isMap(old) || Array.isArray(old))
      throw new UserError({
        message: 'an image is no text',
        hint: 'write it as name:tag or name@digest',
      })
    // Upstream compiles it for each image, and so takes any name where there is none.
    pattern ??= re2(name, `${place}: a name`, imageFrame)
    if (!pattern.test(textOf(old))) return old
    watch.hit(textOf(old))
    return asText(old, joinImage(changed(splitImage(textOf(old)), change)))
  }
  const nodeOf = tables.images.some(looksAtNotes) ? noted : ({ node }: Entry) => node
  const result = entries.map((entry) =>
    fieldText(entry.node, 'kind') === 'CustomResourceDefinition'
      ? entry
      : withNode(entry, inFields(inContainers(nodeOf(entry), set) as MapNode, tables.images, set)),
  )
  for (const problem of watch.problems(entries, result)) warn(problem, pointer)
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
  if (Array.isArray(node)) return withElements(node, (element) => inContainers(element, set))
  if (!isMap(node)) return node
  let result = node
  node.forEach((value, key) => {
    if (typeof value !== 'object') return
    const inner = inContainers(value, set)
    const isList = key === 'containers' || key === 'initContainers'
    const done =
      isList && Array.isArray(inner) ? withElements(inner, (c) => inContainer(c, set)) : inner
    if (done !== value) result = withField(result, key, done)
  })
  return result
}

function inContainer(container: Node, set: (old: Node) => Node): Node {
  if (!isMap(container) && !isNull(container))
    throw new UserError({
      message: 'an element of containers is no map',
      hint: 'a container has name and image',
    })
  const image = isMap(container) ? container.get('image') : undefined
  return image === undefined ? container : withField(container as MapNode, 'image', set(image))
}

function inFields(node: MapNode, fields: readonly FieldSpec[], set: (old: Node) => Node): MapNode {
  return fields.reduce((now, spec) => setFields(now, spec, set), node)
}
