import { stepsOf } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import { imageFieldsOf, splitImage } from '../kustomize/index.ts'
import { type ImageEntry, type Rewrite, rewriteOf } from './image-entry.ts'
import type { Pairs } from './pair-up.ts'
import { isList, isMap, memberOf } from './tree.ts'

/** The field `images`, and what it finds to rewrite. */
export type ImageMoves = {
  readonly entries: readonly ImageEntry[]
  /** Wanted object → its images that another text must stand for until `images` rewrites them. */
  readonly before: ReadonlyMap<Resource, readonly ImageBefore[]>
}

type ImageBefore = { readonly pointer: string; readonly image: string }

/** A wanted image and, where the base has the same container, what stands there. */
type Use = { readonly base: string | undefined; readonly wanted: string }
type PlacedUse = Use & { readonly resource: Resource; readonly pointer: string }
type Rule = { readonly entry: ImageEntry; readonly rewrite: Rewrite }

/**
 * The entries of `images` that say moved images in one place. An entry exists only when every use of its name changes
 * alike, and when it does no harm to images that exist here only: the name is a regular expression for kustomize.
 */
export function imageMoves({ kept, added }: Pairs): ImageMoves {
  const uses = [
    ...kept.flatMap(({ base, wanted }) => usesOf(base, wanted)),
    ...added.flatMap((wanted) => usesOf(undefined, wanted)),
  ]
  const moves = [...new Map(uses.map((use) => [moveOf(use), use])).values()]
  const rules = harmless(candidates(moves), moves)
  if (rules.length === 0) return { entries: [], before: new Map() }
  const texts = new Map(moves.map((use) => [moveOf(use), imageBefore(rules, use)]))
  const before = new Map<Resource, ImageBefore[]>()
  for (const use of uses) {
    const image = texts.get(moveOf(use)) ?? use.wanted
    if (image === use.wanted) continue
    const list = before.get(use.resource)
    if (list === undefined) before.set(use.resource, [{ pointer: use.pointer, image }])
    else list.push({ pointer: use.pointer, image })
  }
  return { entries: rules.map(({ entry }) => entry), before }
}

const moveOf = ({ base, wanted }: Use): string => `${base} ${wanted}`

/** Every image field of `wanted` with the image of the same container in `base`. */
function usesOf(base: Resource | undefined, wanted: Resource): readonly PlacedUse[] {
  const fields = imageFieldsOf(wanted)
  if (fields.length === 0) return []
  const before = new Map(
    base && imageFieldsOf(base).map(({ pointer, image }) => [anchor(base, pointer), image]),
  )
  return fields.map(({ pointer, image }) => ({
    resource: wanted,
    pointer,
    base: before.get(anchor(wanted, pointer)),
    wanted: image,
  }))
}

/** A pointer with the names of list elements in the place of their indices, so that reordered containers meet. */
function anchor(resource: Resource, pointer: string): string {
  let found: unknown = resource
  const steps = stepsOf(pointer).map((step) => {
    const list = isList(found)
    found = isList(found) ? found[Number(step)] : isMap(found) ? memberOf(found, step) : undefined
    const name = list && isMap(found) ? memberOf(found, 'name') : undefined
    return typeof name === 'string' ? `[${name}]` : step
  })
  return steps.join('\0')
}

function candidates(uses: readonly Use[]): readonly Rule[] {
  const byName = new Map<string, Use[]>()
  for (const use of uses)
    if (use.base !== undefined) {
      const { name } = splitImage(use.base)
      const list = byName.get(name)
      if (list === undefined) byName.set(name, [use])
      else list.push(use)
    }
  const names = [...byName.keys()].sort((a, b) => (a < b ? -1 : 1))
  return names.flatMap((name) => ruleOf(name, byName.get(name) ?? []))
}

/** Names of nothing but these characters mean themselves (and a dot any character) as a regular expression. */
const literal = /^[\w./:-]+$/

/** The smallest entry that fits every use of a name; none when nothing moves, or not all alike. */
function ruleOf(name: string, uses: readonly Use[]): readonly Rule[] {
  const moved = uses.find((use) => use.base !== use.wanted)
  if (moved === undefined || !literal.test(name)) return []
  const { name: newName, tag, digest } = splitImage(moved.wanted)
  const renamed = newName === name ? {} : { newName }
  const versioned = {
    ...renamed,
    ...(tag !== undefined && { newTag: tag }),
    ...(digest !== undefined && { digest }),
  }
  return [renamed, versioned]
    .filter((change) => Object.keys(change).length > 0)
    .map((change) => ({ name, ...change }))
    .map((entry) => ({ entry, rewrite: rewriteOf(entry) }))
    .filter(({ rewrite }) => uses.every((use) => rewrite(use.base ?? '') === use.wanted))
    .slice(0, 1)
}

/** Without the rules that keep some image from being what is wanted. */
function harmless(all: readonly Rule[], uses: readonly Use[]): readonly Rule[] {
  let rules = all
  for (;;) {
    const lost = uses.filter((use) => rewritten(rules, imageBefore(rules, use)) !== use.wanted)
    if (lost.length === 0) return rules
    const harmful = new Set(lost.flatMap(({ wanted }) => touching(rules, wanted)))
    rules = rules.filter((rule) => !harmful.has(rule))
  }
}

/** The text an image needs before `images` rewrites it: the old one if that becomes what is wanted. */
function imageBefore(rules: readonly Rule[], { base, wanted }: Use): string {
  return base !== undefined && rewritten(rules, base) === wanted ? base : wanted
}

/** Every entry in turn, as kustomize applies them. */
function rewritten(rules: readonly Rule[], image: string): string {
  return rules.reduce((text, { rewrite }) => rewrite(text), image)
}

/** The rules that rewrite this image on its way through all of them. */
function touching(rules: readonly Rule[], image: string): readonly Rule[] {
  let text = image
  return rules.filter(({ rewrite }) => {
    const before = text
    text = rewrite(text)
    return text !== before
  })
}
