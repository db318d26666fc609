import { UserError } from '../../core/finding.ts'
import { isNull, likewise, type Node } from '../../yaml/index.ts'
import { trimmed } from '../node/go-text.ts'
import { isMap, plain, withField } from '../node/node.ts'
import { withPlainField } from '../node/plain-key.ts'
import { putElement } from '../node/twins.ts'
import { elementStep, indexStep } from './field-path.ts'
import { hasValue } from './lookup.ts'
import { created } from './set-matches.ts'

/** The value to put in the place of another; nothing where a null or a missing element ends the way, and then nothing is put. */
type Put = (old: Node | undefined) => Node

/**
 * Put a single value at the steps that `lookup` takes, and make what is missing on the way (kyaml's PathGetter).
 * Throws UserError on a step that cannot be taken.
 */
export function putAt(node: Node, steps: readonly string[], put: Put): Node {
  const path = steps.map((text) => trimmed(text)).filter(Boolean)
  return putIn(node, path, put)
}

function putIn(node: Node, [step, ...rest]: readonly string[], put: Put): Node {
  if (step === undefined) return put(node)
  const index = step === '-' ? -1 : indexStep(step)
  const element = elementStep(step)
  if (index === undefined && element === undefined) return inField(node, step, rest, put)
  if (isNull(node) && index !== undefined && index >= 0) return stopped(node, put)
  if (isNull(node) && element !== undefined) {
    // Upstream puts an element into a null as well, but prints the null.
    inElement([], element, rest, put)
    return node
  }
  if (!Array.isArray(node)) throw misstep(step, 'a list')
  if (element !== undefined) return inElement(node, element, rest, put)
  const place = index === -1 ? node.length - 1 : (index ?? 0)
  if (place < 0) throw misstep(step, 'a list with elements')
  return place < node.length ? atPlace(node, place, rest, put) : stopped(node, put)
}

function stopped(node: Node, put: Put): Node {
  put(undefined)
  return node
}

function inElement(
  list: readonly Node[],
  [field, value]: readonly [string, string],
  rest: readonly string[],
  put: Put,
): Node {
  const place = list.findIndex((element) => hasValue(element, field, value))
  if (place >= 0) return atPlace(list, place, rest, put)
  const made = field === '' ? plain(value) : new Map<string, Node>([[field, plain(value)]])
  return likewise([...list, putIn(made, rest, put)], list)
}

function atPlace(list: readonly Node[], place: number, rest: readonly string[], put: Put): Node {
  const result = likewise([...list], list)
  putElement(result, place, putIn(list[place] ?? null, rest, put))
  return result
}

function inField(node: Node, name: string, rest: readonly string[], put: Put): Node {
  if (/^(?:\*|-\d+)$/.test(name)) throw misstep(name, 'another path')
  if (isNull(node)) return stopped(node, put)
  if (!isMap(node)) throw misstep(name, 'a map')
  const old = node.get(name)
  if (old === undefined)
    return withPlainField(node, name, putIn(created(rest, 'scalar'), rest, put))
  return withField(node, name, putIn(old, rest, put))
}

function misstep(step: string, wanted: string): UserError {
  return new UserError({
    message: `the step ${JSON.stringify(step)} of the path needs ${wanted}`,
    hint: 'correct the path',
  })
}
