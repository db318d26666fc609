import { type Problem, UserError } from '../core/finding.ts'
import { eachFastJson, readFast, readFastJson } from './fast-read.ts'
import type { Reading } from './full-read.ts'
import { normalized, withLineFeeds } from './line-breaks.ts'
import { type Dialect, isNull, type Node } from './node.ts'
import { hasNotableComments, noteComments } from './note-comments.ts'
import { readLoose, readStrict } from './slow-read.ts'
import { firstDocument, lookedAt, type Part, splitDocuments } from './split-documents.ts'
import { parseSyntax, place, refuseSlow } from './syntax.ts'
import { syntaxProblems } from './syntax-problems.ts'
import { toJson } from './to-json.ts'
import type { DuplicateKeys } from './walk.ts'

/** With `first` what follows the first document is not even read, as in Go. */
export type ReadOptions = {
  readonly duplicateKeys?: DuplicateKeys
  readonly documents?: 'all' | 'first'
  /** Nodes of a resource are to know where they begin, single values too. */
  readonly isPlaced?: boolean
}

/**
 * All documents of a file, empty ones left out. Throws a UserError with every problem and its place: bad syntax,
 * tabs as indentation, duplicate keys, control characters, more than 1000 levels, alias bombs (1,000,000 values).
 */
export function readNodes(
  text: string,
  file: string,
  dialect: Dialect,
  { duplicateKeys = 'error', documents = 'all', isPlaced = false }: ReadOptions = {},
): Node[] {
  const clean = dialect === 'resource' ? withLineFeeds(text) : normalized(text)
  const isFirst = documents === 'first'
  refuseTooLong(clean, file, dialect)
  // Go may look at what stands behind a document, and writes a comment at its end anew.
  const isWhole =
    !isPlaced &&
    (!isFirst || firstDocument(clean).length === clean.length) &&
    (dialect === 'config' || !hasNotableComments(clean))
  const fast = isWhole ? readFast(clean, dialect, duplicateKeys === 'last') : undefined
  if (fast !== undefined) return withoutEmpty(fast)
  const isStrict = isFirst || duplicateKeys === 'last'
  const { nodes, problems } = readWhole(clean, file, dialect, duplicateKeys, isStrict, isPlaced)
  if (problems.length > 0) throw new UserError(problems)
  return withoutEmpty(nodes)
}

/** The documents of a file as plain JSON, as kubectl, Argo CD and Flux read them unless another dialect is named. */
export function readYaml(
  text: string,
  file: string,
  options: { readonly dialect?: Dialect } = {},
): unknown[] {
  const { dialect = 'config' } = options
  const fast = dialect === 'config' ? fastJson(text) : undefined
  return fast ?? readNodes(text, file, dialect).map(toJson)
}

/** Longer texts are read document by document. */
const LARGE = 4 * 1024 * 1024

/** The same documents one by one. Of a long text in plain YAML no more than one is in memory; nothing is given before all have been read. */
export function* eachYaml(text: string, file: string): Iterable<unknown> {
  const each = text.length > LARGE ? eachFastJson(normalized(text)) : undefined
  if (each === undefined) yield* readYaml(text, file)
  else for (const value of each) if (value !== null) yield value
}

function fastJson(text: string): unknown[] | undefined {
  const clean = normalized(text)
  if (clean.length > longest) return undefined
  const fast = readFastJson(clean)
  return fast?.includes(null) ? fast.filter((value) => value !== null) : fast
}

/** Every problem of a file at once, in the order of their places; nothing is thrown. */
export function problemsOf(text: string, file: string): Problem[] {
  const clean = normalized(text)
  if (readFast(clean, 'config', false) !== undefined) return []
  try {
    return [...readWhole(clean, file, 'config', 'error').problems]
  } catch (error) {
    if (error instanceof UserError) return [...error.problems]
    throw error
  }
}

/** What no YAML parser could read; what only Go refuses (unknown tags, keys that stand twice) is not among it. Nothing is thrown. */
export function syntaxMistakes(text: string, file: string): Problem[] {
  const clean = normalized(text)
  const found = control.exec(clean)
  if (found !== null) return [controlCharacter(clean, file, found)]
  if (readFast(clean, 'config', true) !== undefined) return []
  try {
    const { documents, placeAt } = parseSyntax(clean, file)
    return documents.flatMap(({ errors }) => syntaxProblems(errors, placeAt))
  } catch (error) {
    if (error instanceof UserError) return [...error.problems]
    throw error
  }
}

/** A document in memory takes forty times the place of its text; no object in etcd has a tenth of this. */
const longest = 32 * 1024 * 1024

function refuseTooLong(text: string, file: string, dialect: Dialect): void {
  if (text.length <= longest) return
  const parts = dialect === 'resource' ? splitDocuments(text) : [{ text, lines: 0 }]
  const part = parts.find((one) => one.text.length > longest)
  if (part === undefined) return
  throw new UserError({
    message: `a document has ${part.text.length} characters, more than ${longest}`,
    hint: 'split it, for example a List into its items',
    place: { file, line: part.lines + 1, column: 1 },
  })
}

function withoutEmpty(nodes: Node[]): Node[] {
  return nodes.some(isNull) ? nodes.filter((node) => !isNull(node)) : nodes
}

/** Outside of what go-yaml's reader takes; U+2028 and U+2029 are in. */
const control = /[^\t\n\x20-\x7e\xa0-\ufffd]/

function readWhole(
  text: string,
  file: string,
  dialect: Dialect,
  keys: DuplicateKeys,
  isStrict = false,
  isPlaced = false,
): Reading {
  if (dialect === 'resource') return readParts(text, file, keys, isPlaced)
  const found = control.exec(isStrict ? lookedAt(text) : text)
  if (found !== null) return failed([controlCharacter(text, file, found)])
  const wrong = directiveProblems(text, file)
  if (wrong.length > 0) return failed(wrong)
  const { problems, ...read } = isStrict
    ? readStrict(text, file, dialect, keys)
    : readLoose(text, file, dialect, keys)
  return { ...read, problems: sorted(problems) }
}

function failed(problems: readonly Problem[]): Reading {
  return { nodes: [], problems, count: 0 }
}

/** One by one, as kustomize does: what is odd in one part does not make the others slow. */
function readParts(text: string, file: string, keys: DuplicateKeys, isPlaced: boolean): Reading {
  // Each may start with a byte order mark.
  const parts = splitDocuments(text).map((part) => ({ ...part, text: normalized(part.text) }))
  const wrong = separatorProblems(text, file, parts)
  if (wrong.length > 0) return failed(wrong)
  const odd = parts.find((part) => control.test(part.text))
  const found = odd && control.exec(odd.text)
  if (found) return failed([controlCharacter(text, file, found, odd.offset)])
  const nodes: Node[] = []
  const problems: Problem[] = []
  let count = 0
  let slow = 0
  for (const part of parts) {
    const isCut = part.text.includes('\n---') // by line breaks that kustomize does not know
    const fast = isPlaced || isCut ? undefined : readFast(part.text, 'resource', keys === 'last')
    if (fast === undefined) slow += part.text.length
    refuseSlow(slow, file)
    const isOnly = parts.length === 1 && keys === 'kept'
    const before = { count, lines: part.lines, isOnly, isPlaced }
    const read = fast ?? readStrict(part.text, file, 'resource', keys, before)
    const documents = Array.isArray(read) ? read : read.nodes
    if (!Array.isArray(read)) {
      count = read.count
      problems.push(...sorted(read.problems))
    }
    const [node = null] = documents
    noteComments(node, part.text)
    nodes.push(node)
  }
  return { nodes, problems, count }
}

function controlCharacter(
  text: string,
  file: string,
  { 0: character, index }: RegExpExecArray,
  offset = 0,
): Problem {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return {
    message: `the control character U+${code} is not allowed in YAML`,
    hint: 'remove it, or write it as an escape in double quotes',
    place: place(text, file, offset + index),
  }
}

/** After `---` only a comment may follow, unless the line before is one too; and directives do not work. */
function separatorProblems(text: string, file: string, parts: readonly Part[]): Problem[] {
  const separators = [...text.matchAll(/\n---([^\n]*)\n/g)]
    .filter(({ 1: rest = '' }) => !/^(?:(?!\ufeff)[\s\x85])*(?:#|$)/.test(rest))
    .map(({ index }) => index + 1)
  const directives = parts.flatMap((part) => {
    const before = /^(?:[^\S\n]*(?:#[^\n]*)?\n)*(?=%|\.\.\.(?:\s|$))/.exec(part.text)
    return before === null ? [] : [part.offset + before[0].length]
  })
  return [...separators, ...directives].map((offset) => ({
    message: `kustomize does not read "${/.*/.exec(text.slice(offset, offset + 200))?.[0] ?? ''}"`,
    hint: 'write a line with nothing but --- between documents',
    place: place(text, file, offset),
  }))
}

/** go-yaml knows YAML 1.1 only. */
function directiveProblems(text: string, file: string): Problem[] {
  const head = /^(?:[^\S\n]*(?:#[^\n]*)?\n|%[^\n]*\n)*/.exec(text)?.[0] ?? ''
  const found = new Set<string>()
  const isRead = (line: string): boolean => {
    const [directive] = /^%(?:YAML(?=\s+1\.1(?:\s|$))|TAG\s+\S+)/.exec(line) ?? []
    if (directive === undefined || found.has(directive)) return false
    found.add(directive)
    return true
  }
  return [...head.matchAll(/^%.*/gm)]
    .filter(({ 0: line }) => !isRead(line))
    .map(({ 0: line, index }) => ({
      message: `Go does not read "${line.slice(0, 200)}"`,
      hint: 'remove the line, or write %YAML 1.1 once',
      place: place(text, file, index),
    }))
}

/** In the order of the file, and one per line: further ones there mostly follow from the first. */
function sorted(problems: readonly Problem[]): Problem[] {
  const lines = new Set<number>()
  return problems
    .toSorted(
      (a, b) =>
        (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
        (a.place?.column ?? 0) - (b.place?.column ?? 0),
    )
    .filter(({ place: at }) => at === undefined || (!lines.has(at.line) && lines.add(at.line)))
}
