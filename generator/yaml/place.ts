import { type Place, UserError } from '../core/finding.ts'
import { stepsOf } from '../core/pointer.ts'
import { isMergeKey, isNamed } from './full-key.ts'
import { normalized } from './line-breaks.ts'
import { resolvePlain } from './resolve.ts'
import {
  isAlias,
  isMap,
  isSeq,
  isWritten,
  type ParsedDocument,
  parseSyntax,
  type Syntax,
  type YAMLMap,
} from './syntax.ts'

/** Which of the documents that are not empty, from 0 on; and whether the place of the key is wanted. */
export type PlaceOptions = { readonly document?: number; readonly key?: boolean }

/**
 * Line and column of what a JSON pointer names; with `key` of the key itself. The nearest existing parent when
 * the pointer leads nowhere. Undefined only when the text cannot be parsed.
 */
export function placeOf(
  text: string,
  file: string,
  pointer: string,
  options: PlaceOptions = {},
): Place | undefined {
  return placesIn(text, file)(pointer, options)
}

/** The same for several pointers of one text, which is parsed once. */
export function placesIn(
  text: string,
  file: string,
): (pointer: string, options?: PlaceOptions) => Place | undefined {
  const tree = parsed(text, file)
  return (pointer, { document = 0, key = false } = {}) => {
    const found = tree?.documents[document]
    if (tree === undefined || found === undefined) return undefined
    const { at, keyAt } = follow(found, stepsOf(pointer))
    return tree.placeAt(key ? keyAt : at)
  }
}

type Tree = {
  readonly documents: readonly ParsedDocument[]
  readonly placeAt: (offset: number) => Place
}

function parsed(text: string, file: string): Tree | undefined {
  try {
    const { documents, placeAt } = parseSyntax(normalized(text), file)
    return { documents: documents.filter(hasContent), placeAt }
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function hasContent({ contents }: ParsedDocument): boolean {
  if (contents === null) return false
  return !isWritten(contents) || contents.type !== 'PLAIN' || !isNothing(String(contents.value))
}

function isNothing(text: string): boolean {
  return resolvePlain(text, 'config') === null
}

type Found = { readonly at: number; readonly keyAt: number }

function follow(document: ParsedDocument, steps: readonly string[]): Found {
  let value: unknown = document.contents
  let found: Found = { at: startOf(value) ?? 0, keyAt: startOf(value) ?? 0 }
  for (const step of steps) {
    const next = stepInto(document, value, step)
    if (next === undefined) break
    const keyAt = startOf(next.key) ?? startOf(next.value) ?? found.keyAt
    value = next.value
    found = { at: startOf(value) ?? keyAt, keyAt }
  }
  return found
}

type Member = { readonly key: unknown; readonly value: unknown }

function stepInto(
  document: ParsedDocument,
  from: unknown,
  step: string,
  seen: Set<YAMLMap> = new Set(),
): Member | undefined {
  const value = isAlias(from) ? from.resolve(document) : from
  if (isSeq(value)) {
    const index = Number(step)
    return /^\d+$/.test(step) && index < value.items.length
      ? { key: undefined, value: value.items[index] }
      : undefined
  }
  return isMap(value) ? memberOf(document, value, step, seen) : undefined
}

/** `seen` are the mappings that have been looked through: a merge key may name the one that it stands in. */
function memberOf(
  document: ParsedDocument,
  map: YAMLMap,
  name: string,
  seen: Set<YAMLMap>,
): Member | undefined {
  if (seen.has(map)) return undefined
  seen.add(map)
  const own = map.items.findLast(({ key }) => !isMergeKey(key) && isNamed(key, name))
  if (own !== undefined) return own
  for (const { key, value } of map.items) {
    const inherited = isMergeKey(key) ? inheritedOf(document, value, name, seen) : undefined
    if (inherited !== undefined) return inherited
  }
  return undefined
}

function inheritedOf(
  document: ParsedDocument,
  value: unknown,
  name: string,
  seen: Set<YAMLMap>,
): Member | undefined {
  for (const source of isSeq(value) ? value.items : [value]) {
    const member = stepInto(document, source, name, seen)
    if (member !== undefined) return member
  }
  return undefined
}

function startOf(syntax: unknown): number | undefined {
  return (syntax as Syntax | null | undefined)?.range?.[0]
}
