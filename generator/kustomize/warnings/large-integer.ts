import type { Problem } from '../../core/finding.ts'
import { pointerTo, stepsOf } from '../../core/pointer.ts'
import { isScalar, type Node } from '../../yaml/index.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { isMap, textOf } from '../node/node.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const tree = (patch: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\npatches:\n- target: {kind: Counter}\n  patch: |\n${patch}`,
  'web.yaml': `${header('example.org/v1', 'Counter', 'web')}spec: {start: 9007199254740993}\n`,
})

export const largeInteger: Warning = {
  id: 'kustomize/large-integer',
  summary: 'A JSON patch damages an integer above 2^53 elsewhere in the object.',
  why: 'A JSON patch sends the whole object through floating point numbers: 9007199254740993 becomes 9007199254740992, although the patch never names it.',
  hint: 'use a strategic merge patch for this object, or write the number as a string if its field allows that',
  example: {
    bad: tree('    - {op: add, path: /spec/step, value: 2}\n'),
    good: tree(
      `${header('example.org/v1', 'Counter', 'web').replace(/^/gm, '    ').trimEnd()}\n    spec: {step: 2}\n`,
    ),
  },
  *check({ entries, sources, survey }: Built): Iterable<Problem> {
    const marked = new Set(sources.filter((source) => survey.hintsOf(source).large))
    if (marked.size === 0) return
    for (const entry of entries) {
      if (entry.patches.length === 0 || !marked.has(entry.origin)) continue
      const origin = survey.written(entry)
      if (origin === undefined) continue
      for (const [pointer, now] of largeIn(entry.node, '')) {
        const before = textAt(origin.node, pointer)
        if (before !== undefined && before !== now)
          yield problemOf(largeInteger, messageFor(entry, pointer, before, now), {
            place: origin.place(pointer),
          })
      }
    }
  },
}

function messageFor(entry: Entry, pointer: string, before: string, now: string): string {
  return `${before} at ${pointer} of ${printId(currentId(entry))} becomes ${now} by a JSON patch`
}

/** Integers that have lost what made them exact: they are floating point numbers now. */
function* largeIn(node: Node, pointer: string): Iterable<readonly [string, string]> {
  const value = isScalar(node) && node.tag === '!!float' ? Number(node.text) : node
  if (Number.isInteger(value) && Math.abs(value as number) >= Number.MAX_SAFE_INTEGER)
    yield [pointer, BigInt(value as number).toString()]
  if (Array.isArray(node))
    for (const [i, element] of node.entries()) yield* largeIn(element, `${pointer}/${i}`)
  if (!isMap(node)) return
  for (const [key, value] of node) yield* largeIn(value, pointerTo(pointer, key))
}

/** The digits that stand at a pointer; nothing when it leads elsewhere. */
function textAt(object: Node, pointer: string): string | undefined {
  let at: Node | undefined = object
  for (const step of stepsOf(pointer))
    at = isMap(at) ? at.get(step) : Array.isArray(at) ? at[Number(step)] : undefined
  const text = textOf(at)
  return /^[+-]?\d+$/.test(text) ? text : undefined
}
