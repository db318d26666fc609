import type { Problem } from '../core/finding.ts'
import { isMergeKey, keyText, noteColon, noteDuplicate, noteFlowKey } from './full-key.ts'
import { nothing, scalarOf } from './full-scalar.ts'
import type { Dialect, Node } from './node.ts'
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
import { errorsForGo, syntaxProblems } from './syntax-problems.ts'
import { strayTabs } from './tab-problems.ts'
import { count, offsetOf, problem, type Walk } from './walk.ts'

/** The nodes are complete only when there is no problem. */
export type Reading = {
  readonly nodes: Node[]
  readonly problems: readonly Problem[]
  /** How many values aliases have copied, in earlier parts of the file too. */
  readonly count: number
}

/**
 * The documents of any YAML, with anchors and merge keys expanded, and every problem found on the way.
 * Throws a UserError where going on is impossible: nested too deep, or an alias bomb.
 */
export function readFull(
  text: string,
  file: string,
  dialect: Dialect,
  lastKeyWins: boolean,
  before = 0,
): Reading {
  const { documents, placeAt } = parseSyntax(text, file)
  const problems: Problem[] = strayTabs(text).map((offset) => ({
    message: 'a tab stands where Go reads spaces only',
    hint: 'remove it, or write spaces',
    place: placeAt(offset),
  }))
  let walked = before
  const nodes = documents.map((document) => {
    const isKustomize = dialect === 'resource' || lastKeyWins
    const errors = isKustomize ? errorsForGo(document, text) : document.errors
    problems.push(...syntaxProblems(errors, placeAt))
    const anchors = new Map<string, Node>()
    const w: Walk = { text, dialect, lastKeyWins, placeAt, problems, anchors, count: walked }
    const node = document.contents === null ? null : nodeOf(w, document.contents, false)
    walked = w.count
    return node
  })
  return { nodes, problems, count: walked }
}

function nodeOf(w: Walk, syntax: unknown, isFlow: boolean): Node {
  if (isAlias(syntax)) return aliased(w, syntax)
  const anchor = (syntax as Syntax | null)?.anchor
  if (anchor === undefined) return contentOf(w, syntax, isFlow)
  if (!/^[\w-]+$/.test(anchor))
    problem(w, syntax, `the anchor "${anchor}" is no name`, 'use letters, digits, - and _')
  w.anchors.set(anchor, undefined)
  const node = contentOf(w, syntax, isFlow)
  w.anchors.set(anchor, node)
  return node
}

function contentOf(w: Walk, syntax: unknown, isFlow: boolean): Node {
  if (isWritten(syntax)) return scalarOf(w, syntax, isFlow)
  if (isMap(syntax)) return mapOf(w, syntax, isFlow || syntax.flow === true)
  if (!isSeq(syntax)) return nothing(w, isFlow)
  return syntax.items.map((item) => nodeOf(w, item, isFlow || syntax.flow === true))
}

/** Every use of an anchor is a copy of its own, so that a patch of one leaves the others alone. */
function aliased(w: Walk, alias: Alias): Node {
  const { source } = alias
  const node = w.anchors.get(source)
  if (node !== undefined) return copyOf(w, node, alias)
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
  count(w, at)
  if (Array.isArray(node)) return node.map((item) => copyOf(w, item, at))
  if (!(node instanceof Map)) return node
  return new Map([...node].map(([key, value]) => [key, copyOf(w, value, at)]))
}

function mapOf(w: Walk, map: YAMLMap, isFlow: boolean): Node {
  const found = new Map<string, Node>()
  const places = new Map<string, number>()
  const inherited: Node[] = []
  for (const { key, value } of map.items) {
    if (isMergeKey(key)) {
      merge(w, key, mergeSources(w, value), found, inherited)
      continue
    }
    if (isFlow) noteFlowKey(w, key)
    noteColon(w, key)
    const name = keyText(w, key)
    const node = nodeOf(w, value, isFlow)
    if (name === undefined || isLost(w, name, key)) continue
    notePlace(w, places, name, key)
    found.set(name, node)
  }
  for (const source of inherited) assign(found, source, false)
  return found
}

/** go-yaml v2 lets a merge key overwrite what stands before it; in kyaml every written key wins, and it is there once. */
function merge(
  w: Walk,
  key: unknown,
  sources: readonly Node[],
  found: Map<string, Node>,
  inherited: Node[],
): void {
  if (w.dialect === 'config') {
    for (const source of sources.toReversed()) assign(found, source, true)
    return
  }
  if (inherited.length > 0) problem(w, key, 'the key "<<" is there twice', 'write <<: [*a, *b]')
  for (const source of sources) inherited.push(source)
}

function notePlace(w: Walk, places: Map<string, number>, name: string, key: unknown): void {
  const first = places.get(name)
  if (first === undefined) places.set(name, offsetOf(key))
  else if (!w.lastKeyWins) noteDuplicate(w, name, first, key)
}

function assign(target: Map<string, Node>, source: Node, overwrites: boolean): void {
  if (!(source instanceof Map)) return
  for (const [key, value] of source) if (overwrites || !target.has(key)) target.set(key, value)
}

/** Kustomize drops a key "<<" in quotes silently; better to say so. */
function isLost(w: Walk, name: string, key: unknown): boolean {
  if (name !== '<<' || w.dialect === 'config') return false
  problem(w, key, 'kustomize loses the key "<<"', 'remove the quotes to merge, or use another key')
  return true
}

/** The mappings that a merge key names, the strongest first. */
function mergeSources(w: Walk, value: unknown): Node[] {
  const node = nodeOf(w, value, false)
  const sources = Array.isArray(node) ? node : [node]
  if (sources.every((source) => source instanceof Map)) return sources
  problem(w, value, '"<<" needs a mapping or a list of mappings', 'name the anchor of a mapping')
  return []
}
