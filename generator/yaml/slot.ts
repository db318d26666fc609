import { UserError } from '../core/finding.ts'
import { isMergeKey, isNamed } from './full-key.ts'
import { resolvePlain } from './resolve.ts'
import {
  isAlias,
  isMap,
  isSeq,
  isWritten,
  type Pair,
  type Syntax,
  type SyntaxTree,
  type YAMLMap,
  type YAMLSeq,
} from './syntax.ts'

/** What an edit touches: a member or item that is there, or a map or list that gets one more. */
export type Slot =
  | { readonly kind: 'member'; readonly map: YAMLMap; readonly pair: Pair }
  | { readonly kind: 'item'; readonly seq: YAMLSeq; readonly index: number }
  | { readonly kind: 'newMember'; readonly map: YAMLMap; readonly name: string }
  | { readonly kind: 'newItem'; readonly seq: YAMLSeq }

/** A slot and what comes into it: the wanted value inside the maps that are not there yet. */
export type Target = { readonly slot: Slot; readonly value: unknown; readonly flow: boolean }

type Walk = { readonly tree: SyntaxTree; readonly file: string }

/** Where `value` belongs, for the last step `-` (RFC 6901) behind the last item of a list. Throws UserError where nothing can be put. */
export function targetOf(walk: Walk, steps: readonly string[], value: unknown): Target {
  const root = walk.tree.documents[0]?.contents ?? null
  const [first = '', ...rest] = steps
  return stepInto(walk, root, first, rest, value, false)
}

function stepInto(
  walk: Walk,
  node: unknown,
  step: string,
  rest: readonly string[],
  value: unknown,
  inFlow: boolean,
): Target {
  const slot = slotIn(walk, node, step)
  const flow = inFlow || (node as { readonly flow?: boolean }).flow === true
  if (slot.kind === 'newMember' || slot.kind === 'newItem')
    return { slot, value: nested(rest, value), flow }
  const held = slot.kind === 'member' ? slot.pair.value : slot.seq.items[slot.index]
  const [next, ...further] = rest
  if (next === undefined) return { slot, value, flow }
  return isNothing(held)
    ? { slot, value: nested(rest, value), flow }
    : stepInto(walk, held, next, further, value, flow)
}

function slotIn({ tree, file }: Walk, node: unknown, step: string): Slot {
  const refuse = (message: string, hint: string): UserError => {
    const offset = (node as Syntax | null)?.range?.[0] ?? 0
    return new UserError({ message, hint, place: { ...tree.placeAt(offset), file } })
  }
  if (isMap(node)) {
    const pair = node.items.findLast(({ key }) => !isMergeKey(key) && isNamed(key, step))
    return pair ? { kind: 'member', map: node, pair } : { kind: 'newMember', map: node, name: step }
  }
  if (isSeq(node)) {
    if (step === '-') return { kind: 'newItem', seq: node }
    if (/^\d+$/.test(step) && Number(step) < node.items.length)
      return { kind: 'item', seq: node, index: Number(step) }
    throw refuse(
      `"${step}" is no item of this list, which has ${node.items.length}`,
      'count from 0; or set the whole list',
    )
  }
  if (isAlias(node))
    throw refuse(
      `*${node.source} stands here, and other places may use it too`,
      `change it where &${node.source} is, or write the value out here`,
    )
  throw refuse(`there is no "${step}" in a single value`, 'set the whole value, e.g. as JSON')
}

/** Nothing, null, or an empty map or list: what is replaced as a whole. */
export function isNothing(node: unknown): boolean {
  if (isMap(node) || isSeq(node)) return node.items.length === 0
  if (!isWritten(node)) return node === null || node === undefined
  return node.type === 'PLAIN' && resolvePlain(String(node.value ?? ''), 'config') === null
}

function nested(steps: readonly string[], value: unknown): unknown {
  return steps.reduceRight((inner, step) => (step === '-' ? [inner] : { [step]: inner }), value)
}
