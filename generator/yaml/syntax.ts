import {
  Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Pair,
  parseAllDocuments,
  Scalar as Written,
  YAMLMap,
  YAMLSeq,
} from 'yaml'
import { type Place, UserError } from '../core/finding.ts'

/** A document as parsed, perhaps with errors. */
export type ParsedDocument = Document.Parsed
export type { Node as Syntax } from 'yaml'
/** The one door to the `yaml` package: the rest of the room sees syntax trees through it. */
export {
  Alias,
  isAlias,
  isMap,
  isScalar as isWritten,
  isSeq,
  Lexer,
  Pair,
  Written,
  YAMLMap,
  YAMLSeq,
}

/** Deeper documents can abort the process inside the package, in a way that no `catch` sees. */
const deepest = 1000

/** Offsets in the text become places of the file. */
export type SyntaxTree = {
  readonly documents: readonly Document.Parsed[]
  readonly placeAt: (offset: number) => Place
}

/**
 * The syntax trees of a text, scalars as text, keys unchecked; with `tokens` each pair knows where its colon stands.
 * Throws a UserError only when it is nested too deep.
 */
export function parseSyntax(text: string, file: string, tokens = false): SyntaxTree {
  const counter = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  refuseSlow(text.length, file)
  const tooDeep = depthOf(text)
  if (tooDeep !== undefined) throw nestedTooDeep(place(text, file, tooDeep))
  try {
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      resolveKnownTags: false,
      logLevel: 'silent',
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      keepSourceTokens: tokens,
      lineCounter: counter,
    })
    return { documents: [...documents], placeAt }
  } catch (error) {
    if (error instanceof RangeError) throw nestedTooDeep({ file, line: 1, column: 1 })
    throw error
  }
}

/** Offsets in a text as places of a file; its lines are counted when the first one is asked for. */
export function placesOf(text: string, file: string): (offset: number) => Place {
  let counter: LineCounter | undefined
  return (offset) => {
    if (counter === undefined) {
      counter = new LineCounter()
      counter.addNewLine(0)
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
        counter.addNewLine(at + 1)
    }
    const { line, col } = counter.linePos(offset)
    return { file, line, column: col }
  }
}

/** The package needs some sixty bytes of memory for each of a text. */
const longest = 16 * 1024 * 1024

/** Throws a UserError when that many characters of a file would take the package too long. */
export function refuseSlow(length: number, file: string): void {
  if (length <= longest) return
  throw new UserError({
    message: `${file} has ${length} characters with more than plain YAML among them`,
    hint: `above ${longest} characters write no anchors, tags or other rare forms, and look for mistakes; or split the file`,
  })
}

function nestedTooDeep(at: Place): UserError {
  return new UserError({
    message: `this is nested more than ${deepest} levels deep`,
    hint: 'no Kubernetes object needs that; make the file flatter',
    place: at,
  })
}

/** Line and column of an offset, without parsing anything. */
export function place(text: string, file: string, offset: number): Place {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { file, line: before.split('\n').length, column: offset - lineStart + 1 }
}

type Depth = { readonly ranks: number[]; brackets: number; startsBlock: boolean }

/** The offset at which the nesting becomes too deep, if it does: a scan of tokens, without recursion. */
function depthOf(text: string): number | undefined {
  const depth: Depth = { ranks: [], brackets: 0, startsBlock: true }
  let offset = 0
  let lineStart = 0
  for (const token of new Lexer().lex(text)) {
    if (marks.has(token)) {
      if (token === flowEnd) depth.brackets = 0
      continue
    }
    measure(depth, token, offset - lineStart)
    if (depth.brackets + depth.ranks.length > deepest) return offset
    const lastBreak = token.lastIndexOf('\n')
    if (lastBreak >= 0) lineStart = offset + lastBreak + 1
    offset += token.length
  }
  return undefined
}

/** Tokens without text: start of a document, of a scalar, and the end of a broken flow collection. */
const flowEnd = '\x18'
const marks = new Set(['\x02', '\x1f', flowEnd])

/** Brackets count one by one; blocks by their column, where a list may stand at the column of its key. */
function measure(depth: Depth, token: string, column: number): void {
  const first = token.charAt(0)
  if (first === '[' || first === '{') depth.brackets++
  else if (first === ']' || first === '}') depth.brackets--
  else if (depth.startsBlock && depth.brackets === 0 && !/^[\s#]/.test(token)) {
    const rank = column * 2 + (token === '-' ? 1 : 0)
    while ((depth.ranks.at(-1) ?? -1) >= rank) depth.ranks.pop()
    depth.ranks.push(rank)
    depth.startsBlock = token === '-' || token === '?' || token === ':'
  }
  if (token.endsWith('\n')) depth.startsBlock = true
}
