import { type Place, UserError } from '../core/finding.ts'
import { at, stepsOf, withAt } from '../core/pointer.ts'
import { normalized } from './line-breaks.ts'
import { openFlow } from './open-flow.ts'
import { placeOf } from './place.ts'
import { problemsOf, readYaml } from './read.ts'
import { targetOf } from './slot.ts'
import { type Splice, splicesFor } from './splice.ts'
import { parseSyntax } from './syntax.ts'
import type { Width } from './write-value.ts'

export type EditOptions = {
  /** Columns that a line may have before a new value becomes a block. */
  readonly width?: Width
  /** Make blocks of the brackets around it. */
  readonly open?: boolean
}

/** A text with one value changed, and where that value stands in it. */
export type Edited = { readonly text: string; readonly place: Place }

/**
 * Set what a JSON pointer names, in a text of one document without problems: comments, order, anchors, line breaks and
 * byte order mark stay, and every byte that is not part of the change. The pointer may end with `-`, behind the last item
 * of a list (RFC 6901); maps and lists on the way that are not there are made. Throws UserError where that would change
 * something else too, e.g. other uses of an anchor: the result is read again and compared.
 */
export function editYaml(
  text: string,
  file: string,
  pointer: string,
  value: unknown,
  { width = 100, open = false }: EditOptions = {},
): Edited {
  const before = readYaml(text, file)[0]
  const ready = open ? opened(text, file, stepsOf(pointer)) : text
  const plain = normalized(ready)
  const tree = parseSyntax(plain, file, true)
  const target = targetOf({ tree, file }, stepsOf(pointer), value)
  const edited = applySplices(ready, splicesFor(plain, target, width))
  assertOnly(edited, file, pointer, [withAt(before, pointer, value), before])
  const place = placeOf(edited, file, lastOf(edited, file, pointer))
  return { text: edited, place: place ?? { file, line: 1, column: 1 } }
}

/** Brackets around the place become blocks, one pair after the other, the outermost first. */
function opened(text: string, file: string, steps: readonly string[]): string {
  const plain = normalized(text)
  const splices = openFlow(plain, parseSyntax(plain, file, true), steps)
  return splices.length === 0 ? text : opened(applySplices(text, splices), file, steps)
}

/** Splices of the normalized text, done to the text as it is: its own line breaks, and its byte order mark in front. */
function applySplices(text: string, splices: readonly Splice[]): string {
  const original = offsets(text)
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
  return splices.reduceRight(
    (done, { from, to, put: added }) =>
      done.slice(0, original(from)) + added.replaceAll('\n', newline) + done.slice(original(to)),
    text,
  )
}

/** Offsets in the normalized text to offsets in the text: each CRLF is one character more, and so is a byte order mark. */
function offsets(text: string): (offset: number) => number {
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const breaks = Array.from(text.matchAll(/\r\n/g), ({ index }, i) => index - i - mark)
  return (offset) => offset + mark + breaks.filter((at) => at < offset).length
}

/** The pointer of an item that was put behind the others. */
function lastOf(text: string, file: string, pointer: string): string {
  if (!pointer.endsWith('/-')) return pointer
  const list = at(readYaml(text, file)[0], pointer.slice(0, -2))
  return `${pointer.slice(0, -1)}${Array.isArray(list) ? list.length - 1 : 0}`
}

/** The new text must say what was wanted, and nothing else may have changed. */
function assertOnly(
  text: string,
  file: string,
  pointer: string,
  [wanted, before]: readonly [unknown, unknown],
): void {
  if (problemsOf(text, file).length === 0 && same(readYaml(text, file)[0], wanted)) return
  const words = stepsOf(pointer).join('.')
  const anchored = /[&*][^\s,[\]{}]/.test(text) || before === undefined
  throw new UserError({
    message: `${words} cannot be changed in place`,
    hint: anchored
      ? 'an anchor, alias or merge key is involved, which other places share: edit the file by hand'
      : 'edit the file by hand',
    place: { file, line: 1, column: 1 },
  })
}

type Fields = Readonly<Record<string, unknown>>

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Fields, b as Fields]
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  )
}
