import { type Cursor, isBlank, lineEnd, nextContent, unusual } from './cursor.ts'
import { blockNode } from './fast-block.ts'
import type { Dialect, Node } from './node.ts'

/** Line breaks other than LF, control characters, byte order marks: none of the strict reader's business. */
const strange = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/

/**
 * The documents of a text in plain block and flow YAML, many times faster than the full reader, or undefined
 * where anything (a tag, an anchor, an error) asks for that one. It never guesses: what it returns is what Go reads.
 */
export function readFast(text: string, dialect: Dialect, lastKeyWins: boolean): Node[] | undefined {
  if (strange.test(text)) return undefined
  const start = { pos: 0, lineStart: 0, column: 0, depth: 0 }
  try {
    return documents({ text, dialect, lastKeyWins, ...start })
  } catch (error) {
    if (error === unusual) return undefined
    throw error
  }
}

function documents(c: Cursor): Node[] {
  const found: Node[] = []
  nextContent(c)
  for (;;) {
    if (c.column >= 0) found.push(blockNode(c, -1))
    if (c.column >= 0) throw unusual
    if (c.pos >= c.text.length) return found
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
