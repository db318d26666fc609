import { type Cursor, DASH } from './cursor.ts'
import { plainValue } from './fast-scalar.ts'
import type { Node } from './node.ts'

/** No blank is followed by a hash and no colon by a blank: nothing in it ends the scalar. */
const WORD = '[\\w./@+=,()$-]'
const PLAIN = `[A-Za-z0-9/]${WORD}*(?:[ :]${WORD}+)*`

/** A key with a value on its line or none, and the blanks that the next line begins with; that one starts a key or an item. */
const line = new RegExp(
  `([A-Za-z][\\w./-]{0,200}):(?: (?:(${PLAIN})|"([^"\\\\\\n]*)"))?\\n *(?=[A-Za-z]|- )`,
  'y',
)

/** A member as it stands on its line; what is below it is still to be read where the value is undefined. */
export type Line = { key: string; value: Node | undefined }

/**
 * Takes a line that is written as nearly all are, at one go: before V8 has optimized anything its regular expressions are
 * many times faster than a loop over characters. The cursor stands at the key, and then at the content of the next line.
 */
export function takesLine(c: Cursor, into: Line): boolean {
  line.lastIndex = c.pos
  const found = line.exec(c.text)
  if (found === null) return false
  const key = found[1] as string
  const plain = found[2]
  const quoted = found[3]
  const length = key.length + (plain?.length ?? (quoted === undefined ? -1 : quoted.length + 2))
  const column = (found[0] as string).length - length - 3
  const isAlone = plain === undefined && quoted === undefined
  const isBelow = column > c.column || (isAlone && column === c.column && isItem(c, line.lastIndex))
  // What is below goes on with the value; without one it is the value, and is there.
  if (isBelow !== isAlone || plainValue(key, c) !== key) return false
  into.key = key
  into.value = plain === undefined ? quoted : plainValue(plain, c)
  c.pos = line.lastIndex
  c.lineStart = c.pos - column
  c.column = column
  return true
}

const isItem = (c: Cursor, at: number): boolean => c.text.charCodeAt(at) === DASH
