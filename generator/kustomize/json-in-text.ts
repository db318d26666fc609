import { UserError } from '../core/finding.ts'
import { type Node, readNodes, toJson } from '../yaml/index.ts'
import { compareBytes, goJson } from './go-json.ts'
import { lookup, replaceAt } from './lookup.ts'
import { isMap, isScalarNode, type MapNode, textOf } from './node.ts'
import { type Setting, setMatches } from './set-matches.ts'

/**
 * Set what a path matches inside a text that holds JSON, anywhere along the path; the text is written anew as Go
 * writes JSON. `undefined` when the path does not lead into a text, or nothing is matched there. Throws UserError
 * for a text that holds YAML.
 */
export function setInText(
  object: MapNode,
  steps: readonly string[],
  setting: Setting,
): MapNode | undefined {
  const depth = steps.findIndex((_, i) => i > 0 && holdsData(object, steps.slice(0, i)))
  if (depth < 0) return undefined
  const path = steps.slice(0, depth)
  const text = textOf(lookup(object, path))
  const changed = attempt(() => changedText(text, steps.slice(depth), setting))
  if (changed === undefined) return undefined
  if (/^\s*[{[]/.test(text)) {
    const written = attempt(() => textOfJson(changed, isPretty(text) ? '\n' : ''))
    return written === undefined ? undefined : replaceAt(object, path, written)
  }
  throw new UserError({
    message: `${path.join('.')} holds YAML, and replacements inside of it are not supported yet`,
    hint: 'keep the text as JSON, or generate it',
  })
}

function changedText(text: string, steps: readonly string[], setting: Setting): Node | undefined {
  const [document = null] = readNodes(text, 'the text', 'resource')
  const { node, count } = setMatches(document, steps, setting)
  return count === 0 ? undefined : node
}

function holdsData(object: MapNode, path: readonly string[]): boolean {
  const found = attempt(() => lookup(object, path))
  if (found === undefined || !isScalarNode(found)) return false
  return attempt(() => readNodes(textOf(found), 'the text', 'resource')) !== undefined
}

/** What is refused here is tried as an ordinary path next. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

function isPretty(text: string): boolean {
  return text.includes('\n') && text.includes('  ')
}

/** Go's JSON of a node; integers of 64 bits keep every digit. `line` is the line break with its indentation, or nothing. */
function textOfJson(node: Node, line: string): string {
  const inner = line && `${line}  `
  if (Array.isArray(node)) {
    const items = node.map((element) => inner + textOfJson(element, inner))
    return items.length === 0 ? '[]' : `[${items.join(',')}${line}]`
  }
  if (!isMap(node)) return textOfScalar(node)
  const colon = line ? ': ' : ':'
  const fields = [...node]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, value]) => `${inner}${goJson(key)}${colon}${textOfJson(value, inner)}`)
  return fields.length === 0 ? '{}' : `{${fields.join(',')}${line}}`
}

function textOfScalar(node: Node): string {
  const value = toJson(node)
  const text = textOf(node)
  if (typeof value !== 'number' || !/^-?\d+$/.test(text)) return goJson(value)
  const exact = BigInt(text)
  const fits = exact >= -(2n ** 63n) && exact < 2n ** 64n
  return fits ? String(exact) : goJson(value)
}
