import { type Cursor, isBlank, lineEnd, nextContent, unusual } from './cursor.ts'
import { blockNode } from './fast-block.ts'
import type { Dialect, Node } from './node.ts'

/** Line breaks other than LF, control characters, byte order marks: none of the strict reader's business. */
const strange = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/

/** The same as plain JSON, as `toJson` makes it of the nodes, without making them first. */
export function readFastJson(text: string): unknown[] | undefined {
  return read(plainCursor(text))
}

const plainCursor = (text: string): Cursor => cursorAt(text, 'config', false, true)

/** The same one by one, for texts of which the documents together would fill the memory: read once to see that it can be done. */
export function eachFastJson(text: string): Iterable<unknown> | undefined {
  if (strange.test(text)) return undefined
  try {
    for (const _ of documents(plainCursor(text))) {
      // Only whether it can be read.
    }
  } catch (error) {
    if (error === unusual) return undefined
    throw error
  }
  return documents(plainCursor(text))
}

/**
 * The documents of a text in plain block and flow YAML, many times faster than the full reader, or undefined
 * where anything (a tag, an anchor, an error) asks for that one. It never guesses: what it returns is what Go reads.
 */
export function readFast(text: string, dialect: Dialect, lastKeyWins: boolean): Node[] | undefined {
  return read(cursorAt(text, dialect, lastKeyWins, false))
}

const cursorAt = (
  text: string,
  dialect: Dialect,
  lastKeyWins: boolean,
  plain: boolean,
): Cursor => ({ text, dialect, lastKeyWins, plain, pos: 0, lineStart: 0, column: 0, depth: 0 })

function read(c: Cursor): Node[] | undefined {
  if (strange.test(c.text)) return undefined
  try {
    return [...documents(c)]
  } catch (error) {
    if (error === unusual) return undefined
    throw error
  }
}

function* documents(c: Cursor): Iterable<Node> {
  nextContent(c)
  for (;;) {
    if (c.column >= 0) yield blockNode(c, -1)
    if (c.column >= 0) throw unusual
    if (c.pos >= c.text.length) return
    skipSeparator(c)
    nextContent(c)
  }
}

/** Over `---`; with anything but a comment behind it (kustomize refuses that), or `...`, it is unusual. */
function skipSeparator(c: Cursor): void {
  const end = lineEnd(c.text, c.pos)
  const line = c.text.slice(c.pos, end)
  if (!isBlank(c.text.charCodeAt(c.pos + 3)) || !/^--- *(?: #.*)?$/.test(line)) throw unusual
  c.pos = Math.min(end + 1, c.text.length)
}
