import type { Place, Problem } from '../core/finding.ts'
import {
  behindKeyOf,
  likewise,
  putBrackets,
  putComment,
  putLine,
  putPlace,
  putTag,
} from './brackets.ts'
import { duplicate, isMergeKey, isTaggedText, type Named, namedKey, noString } from './full-key.ts'
import { isInfinite, nothing, scalarOf, shortTag } from './full-scalar.ts'
import { beginOf, keyPlaces } from './go-syntax.ts'
import { type Dialect, type Node, nullAround } from './node.ts'
import {
  type Alias,
  isAlias,
  isMap,
  isSeq,
  isWritten,
  parseSyntax,
  type Syntax,
  type YAMLMap,
} from './syntax.ts'
import { syntaxProblems } from './syntax-problems.ts'
import { strayTabs } from './tab-problems.ts'
import { noteTaggedKey } from './tagged-keys.ts'
import { addUnprinted, type Unprinted, withTextKeys } from './unprinted.ts'
import { count, type DuplicateKeys, noMapping, offsetOf, problem, type Walk } from './walk.ts'

/** The nodes are complete only when there is no problem. */
export type Reading = {
  readonly nodes: Node[]
  readonly problems: readonly Problem[]
  /** How many values aliases have copied, in earlier parts of the file too. */
  readonly count: number
}

export type Before = {
  readonly count: number
  readonly lines: number
  /** Whether it is a file of objects with no other part. */
  readonly isOnly: boolean
  /** Whether nodes are to know where they begin. */
  readonly isPlaced: boolean
}

/** Nothing has been read before. */
export const atStart: Before = { count: 0, lines: 0, isOnly: false, isPlaced: false }

/**
 * The documents of any YAML, with anchors and merge keys expanded, and every problem found on the way.
 * Throws a UserError where going on is impossible: nested too deep, or an alias bomb.
 */
export function readFull(
  text: string,
  file: string,
  dialect: Dialect,
  keys: DuplicateKeys,
  before = atStart,
): Reading {
  const { documents, placeAt: placeIn } = parseSyntax(text, file)
  const placeAt = below(placeIn, before)
  const problems: Problem[] = strayTabs(text).map((offset) => ({
    message: 'a tab stands where Go reads spaces only',
    hint: 'remove it, or write spaces',
    place: placeAt(offset),
  }))
  let walked = before.count
  const nodes = documents.map(({ errors, contents }) => {
    problems.push(...syntaxProblems(errors, placeAt))
    const anchors = new Map<string, Node>()
    const source = { text, isGo: false, isPlaced: false }
    const w: Walk = { ...source, dialect, keys, placeAt, problems, anchors, count: walked }
    const node = contents === null ? null : nodeOf(w, contents, false)
    walked = w.count
    return withTextKeys(node)
  })
  return { nodes, problems, count: walked }
}

/** Places in a part of a file. */
export function below(
  placeAt: (offset: number) => Place,
  { lines }: Before,
): (offset: number) => Place {
  return (offset) => {
    const place = placeAt(offset)
    return { ...place, line: place.line + lines }
  }
}

/** The node of a piece of syntax, which may stand in brackets. */
export function nodeOf(w: Walk, syntax: unknown, isFlow: boolean): Node {
  if (isAlias(syntax)) return aliased(w, syntax)
  const anchor = (syntax as Syntax | null)?.anchor
  if (anchor === undefined) return contentOf(w, syntax, isFlow)
  if (!w.isGo && !/^[\w-]+$/.test(anchor))
    problem(w, syntax, `the anchor "${anchor}" is no name`, 'use letters, digits, - and _')
  w.anchors.set(anchor, undefined)
  const node = contentOf(w, syntax, isFlow)
  // An anchor of the same name further inside is the later one.
  if (w.anchors.get(anchor) === undefined) w.anchors.set(anchor, node)
  return node
}

function contentOf(w: Walk, syntax: unknown, isFlow: boolean): Node {
  if (isWritten(syntax)) return scalarOf(w, syntax, isFlow)
  if (!isMap(syntax) && !isSeq(syntax)) return nothing(w)
  const inFlow = isFlow || syntax.flow === true
  const node = isMap(syntax)
    ? mapOf(w, syntax, inFlow)
    : syntax.items.map((item) => nodeOf(w, item, inFlow))
  if (w.dialect === 'config') return node
  if (w.isPlaced) putPlace(node, beginOf(syntax), isMap(syntax) ? keyPlaces(syntax) : undefined)
  if (syntax.tag !== undefined) putTag(node, syntax.tag)
  if (w.isGo && syntax.comment) putLine(node)
  if (inFlow) putBrackets(node)
  return shortTag(syntax.tag) === '!!null' ? nullAround(node) : node
}

/** Every use of an anchor is a copy of its own, so that a patch of one leaves the others alone. */
function aliased(w: Walk, alias: Alias): Node {
  const { source } = alias
  const node = w.anchors.get(source)
  if (node !== undefined) return behindKeyOf(undefined, copyOf(w, node, alias))
  if (w.anchors.has(source))
    problem(w, alias, `the anchor "${source}" holds itself`, 'write the value out')
  else
    problem(
      w,
      alias,
      `there is no anchor "${source}"`,
      'put &name before its *name, in the same document',
    )
  return null
}

function copyOf(w: Walk, node: Node, at: Alias): Node {
  count(w, offsetOf(at))
  if (Array.isArray(node))
    return likewise(
      node.map((item) => copyOf(w, item, at)),
      node,
    )
  if (!(node instanceof Map)) return node
  return likewise(new Map([...node].map(([key, value]) => [key, copyOf(w, value, at)])), node)
}

/** A mapping while it is read. */
type Reader = {
  readonly found: Map<string, Node>
  readonly places: Map<string, number>
  readonly infinite: Map<string, readonly Problem[]>
  /** Second keys, and keys that are no strings. */
  readonly unprinted: Unprinted[]
}

/** Deep nesting goes through here: the work on keys and entries stands in functions of its own, which leave the stack. */
function mapOf(w: Walk, map: YAMLMap, isFlow: boolean): Map<string, Node> {
  const m: Reader = { found: new Map(), places: new Map(), infinite: new Map(), unprinted: [] }
  for (const { key, value } of map.items)
    if (isMergeKey(key) && !isWhole(w)) merge(w, m, key, value)
    else {
      const named = namedKey(w, key, isFlow)
      readEntry(w, m, named, key, value, nodeOf(w, value, isFlow))
    }
  for (const one of m.unprinted) addUnprinted(m.found, one)
  return m.found
}

function readEntry(
  w: Walk,
  m: Reader,
  { name, odd, before }: Named,
  key: unknown,
  value: unknown,
  read: Node,
): void {
  const node = isCommented(w, key)
    ? putComment(read, (value as Syntax | null)?.tag !== undefined)
    : read
  if (name === undefined) return
  const lacking = w.problems.slice(before).filter((one) => isInfinite(one) || isOddWord(one))
  if (w.keys === 'last') forget(w, m.infinite.get(name))
  m.infinite.set(name, lacking)
  if (isWhole(w) && isTaggedText(key)) noteTaggedKey(m.found, { name, problem: noString(w, key) })
  putEntry(w, m, [name, node], key, isWhole(w) && isMergeKey(key) ? leftMerge(w, key) : odd)
}

function putEntry(
  w: Walk,
  m: Reader,
  [name, value]: readonly [string, Node],
  key: unknown,
  odd: Unprinted | undefined,
): void {
  const first = m.places.get(name)
  if (first === undefined) {
    m.places.set(name, offsetOf(key))
    if (odd !== undefined) m.unprinted.push(odd)
  } else if (w.keys === 'kept') {
    const problem = duplicate(w, name, first, key)
    m.unprinted.push({ name, value, problem, ...(odd && { odd }) })
    return
  } else if (w.keys === 'error') w.problems.push(duplicate(w, name, first, key))
  m.found.set(name, value)
}

/** A merge key that has come with another one. */
function leftMerge(w: Walk, key: unknown): Unprinted {
  const place = w.placeAt(offsetOf(key))
  const hint = 'name the anchor of a mapping'
  return { name: '<<', problem: { message: noMapping, hint, place }, isMerge: true }
}

/** Whether a comment stands behind a key in a text that kustomize writes again. */
function isCommented(w: Walk, key: unknown): boolean {
  return isWhole(w) && Boolean((key as Syntax | null)?.comment)
}

/** A single value as a key that is no string. */
const isOddWord = ({ message }: Problem): boolean => /^the key ".*" is no string$/s.test(message)

/** What JSON lacks is only looked for in what is left of a mapping. */
function forget(w: Walk, gone: readonly Problem[] = []): void {
  for (const one of gone) w.problems.splice(w.problems.indexOf(one), 1)
}

/** Whether merge keys and aliases have been replaced. */
const isWhole = ({ isGo, dialect }: Walk): boolean => isGo && dialect === 'resource'

/** go-yaml v2 lets a merge key overwrite what stands before it; where it is strict, the key is there twice then. */
function merge(w: Walk, m: Reader, key: unknown, value: unknown): void {
  const isStrict = w.isGo && w.keys === 'error'
  for (const source of mergeSources(w, value).toReversed())
    if (source instanceof Map)
      for (const [name, one] of source)
        if (isStrict) putEntry(w, m, [name, one], key, undefined)
        else m.found.set(name, one)
}

/** The mappings that a merge key names, the strongest first. */
function mergeSources(w: Walk, value: unknown): Node[] {
  const node = nodeOf(w, value, false)
  const sources = Array.isArray(node) ? node : [node]
  if (sources.every((source) => source instanceof Map)) return sources
  problem(w, value, noMapping, 'name the anchor of a mapping')
  return []
}
