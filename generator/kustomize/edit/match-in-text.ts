import { UserError } from '../../core/finding.ts'
import {
  type CommentedNode,
  type CommentedScalar,
  madeCollection,
  madeScalar,
  readText,
  writePart,
} from '../../yaml/commented/index.ts'
import { re2 } from '../identity/re2.ts'
import { trimmed } from '../node/go-text.ts'
import { elementStep, indexStep } from './field-path.ts'
import type { CreateKind } from './set-matches.ts'

/** Where a node stands in the tree of a text: it can be replaced there, which changes nothing when it is lost. */
export type Slot = {
  readonly content: CommentedNode[]
  readonly index: number
  readonly isLost?: boolean
}

/** What a path matches in a text that it goes on in. Throws a UserError for a text without YAML, and for a step that cannot be taken. */
export function matchInText(
  text: string,
  steps: readonly string[],
  create: CreateKind,
): readonly Slot[] {
  const document = readText(text)
  if (document === undefined) throw misfit(steps[0] ?? '', 'a map')
  return matchInTree({ content: [document.root], index: 0 }, steps, create)
}

/** What a path matches in a tree (kyaml's PathMatcher); what is missing is made in place, except below a null, where it is lost. */
export function matchInTree(
  slot: Slot,
  steps: readonly string[],
  create: CreateKind,
): readonly Slot[] {
  const [step, ...rest] = steps
  if (step === undefined) return [slot]
  const found = matchStep(slot, step, rest, create)
  return isNullNode(slot.content[slot.index])
    ? found.map((one) => ({ ...one, isLost: true }))
    : found
}

function matchStep(
  slot: Slot,
  step: string,
  rest: readonly string[],
  create: CreateKind,
): readonly Slot[] {
  const node = slot.content[slot.index]
  const index = indexStep(step)
  if (index !== undefined) return atIndex(listOf(node, step), index, rest, create)
  const element = elementStep(step)
  if (element !== undefined) return inElements(listOf(node, step), element, rest, create)
  if (step === '' && node?.kind === 'scalar') return inNoField(slot, node, rest, create)
  if (step !== '*') return inField(node, step, rest, create)
  const list = listOf(node, step)
  return list.flatMap((_, i) => matchInTree({ content: list, index: i }, rest, create))
}

function atIndex(
  list: CommentedNode[],
  index: number,
  rest: readonly string[],
  create: CreateKind,
): readonly Slot[] {
  if (list.length === index && create !== undefined) list.push(made(rest, create))
  if (index < list.length) return matchInTree({ content: list, index }, rest, create)
  throw new UserError({
    message: `there are ${list.length} elements, the path wants number ${index}`,
    hint: 'indices count from 0; with options.create the next one is added',
  })
}

function inElements(
  list: CommentedNode[],
  [field, pattern]: readonly [string, string],
  rest: readonly string[],
  create: CreateKind,
): readonly Slot[] {
  const own = field === '' ? [] : rest
  const find = () =>
    list.flatMap((element, i) =>
      fits(element, field, pattern) ? matchInTree({ content: list, index: i }, own, create) : [],
    )
  const found = find()
  if (found.length > 0 || create === undefined) return found
  const value = madeScalar(pattern)
  list.push(field === '' ? value : madeCollection('map', [madeScalar(field), value]))
  return find()
}

/** By the text as it is written, with its quotes and comments. */
function fits(element: CommentedNode, field: string, pattern: string): boolean {
  const slot = field === '' ? { content: [element], index: 0 } : fieldOf(element, field)
  const node = slot?.content[slot.index]
  if (node === undefined) return false
  return re2(pattern, 'the value in a step of the path').test(trimmed(writePart(node)))
}

function inField(
  node: CommentedNode | undefined,
  name: string,
  rest: readonly string[],
  create: CreateKind,
): readonly Slot[] {
  const isLost = isNullNode(node)
  if (name === '' || (!isLost && node?.kind !== 'map')) throw misfit(name, 'a map')
  const map = isLost ? madeCollection('map') : node
  const slot = map && fieldOf(map, name)
  const old = slot?.content[slot.index]
  if (slot !== undefined && old?.kind === 'scalar' && rest.length > 0)
    return matchInText(old.value, rest, create)
  if (slot !== undefined) return matchInTree(slot, rest, create)
  if (create === undefined || map?.kind !== 'map') return []
  map.content.push(madeScalar(name), made(rest, create))
  return matchInTree({ content: map.content, index: map.content.length - 1 }, rest, create)
}

/** A field without a name is a single value itself, if that is empty; another gives way to what is made, and what is set there is lost. */
function inNoField(
  { content, index }: Slot,
  node: CommentedScalar,
  rest: readonly string[],
  create: CreateKind,
): readonly Slot[] {
  if (node.value === '' && !isNullNode(node)) return matchInTree({ content, index }, rest, create)
  if (create === undefined) return []
  content[index] = made(rest, create)
  return matchInTree({ content: [made(rest, create)], index: 0 }, rest, create)
}

function fieldOf(node: CommentedNode, name: string): Slot | undefined {
  if (node.kind !== 'map') return undefined
  const { content } = node
  const at = content.findIndex((key, i) => i % 2 === 0 && keyText(key) === name)
  return at < 0 ? undefined : { content, index: at + 1 }
}

function keyText(key: CommentedNode): string {
  if (key.kind === 'alias') return key.name
  return key.kind === 'scalar' ? key.value : ''
}

/** An empty node of the kind that the next step needs. */
function made([next]: readonly string[], kind: CreateKind): CommentedNode {
  if (next === undefined)
    return kind === 'map' || kind === 'list' ? madeCollection(kind) : madeScalar('')
  const isList = indexStep(next) !== undefined || elementStep(next) !== undefined
  return madeCollection(isList ? 'list' : 'map')
}

function listOf(node: CommentedNode | undefined, step: string): CommentedNode[] {
  if (node?.kind === 'list') return node.content
  if (isNullNode(node)) return []
  throw misfit(step, 'a list')
}

function isNullNode(node: CommentedNode | undefined): boolean {
  return node?.kind === 'scalar' && node.tag === '!!null'
}

function misfit(step: string, wanted: string): UserError {
  return new UserError({
    message: `the step ${JSON.stringify(step)} of the path needs ${wanted} in the text`,
    hint: 'correct the path',
  })
}
