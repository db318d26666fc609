import { UserError } from '../../core/finding.ts'
import { likewise, type Node } from '../../yaml/index.ts'
import { trimmed } from '../node/go-text.ts'
import { isMap, isMissing, type MapNode, textOf, withField } from '../node/node.ts'
import { elementStep, indexStep } from './field-path.ts'

/** What stands at the steps of a source path (kyaml's PathGetter: `-` is the last element); `undefined` when something is missing. Throws UserError on a step that cannot be taken. */
export function lookup(node: Node, steps: readonly string[]): Node | undefined {
  let found: Node | undefined = node
  for (const step of steps.map((text) => trimmed(text)).filter(Boolean)) {
    if (isMissing(found)) return undefined
    found = take(found as Node, step)
  }
  return found
}

/** The same steps with the place of an element instead of what picks it: they lead there also when it changes. */
export function fixedSteps(node: Node, steps: readonly string[]): readonly string[] {
  let found: Node | undefined = node
  return steps
    .map((text) => trimmed(text))
    .filter(Boolean)
    .map((step) => {
      const list = found
      if (!isMissing(found)) found = take(found as Node, step)
      return Array.isArray(list) ? String(list.indexOf(found as Node)) : step
    })
}

function take(node: Node, step: string): Node | undefined {
  const index = indexStep(step)
  const element = elementStep(step)
  if (index !== undefined || step === '-' || element !== undefined) {
    if (!Array.isArray(node)) throw misstep(step, 'a list')
    if (element === undefined) return node.at(index ?? -1)
    return node.find((candidate) => hasValue(candidate, ...element))
  }
  if (!isMap(node) || step === '*') throw misstep(step, 'a map')
  return node.get(step)
}

/** Whether an element has this text in a field, or is this text. */
export function hasValue(element: Node, field: string, value: string): boolean {
  if (field === '') return textOf(element) === value
  return isMap(element) && element.has(field) && textOf(element.get(field)) === value
}

function misstep(step: string, wanted: string): UserError {
  return new UserError({
    message: `the step ${JSON.stringify(step)} needs ${wanted}`,
    hint: 'correct the path; * is for targets only',
  })
}

/** A copy of an object with another value at a path that `lookup` finds. */
export function replaceAt(object: MapNode, steps: readonly string[], value: Node): MapNode {
  const path = steps.map((text) => trimmed(text)).filter(Boolean)
  return replace(object, path, value) as MapNode
}

function replace(node: Node, [step, ...rest]: readonly string[], value: Node): Node {
  if (step === undefined) return value
  const old = take(node, step) ?? null
  const changed = replace(old, rest, value)
  if (isMap(node)) return withField(node, step, changed)
  const list = node as readonly Node[]
  return likewise(list.with(list.indexOf(old), changed), list)
}
