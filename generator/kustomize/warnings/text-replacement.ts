import type { Problem } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import { elementStep, indexStep } from '../edit/field-path.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { fieldText, isMap, isMissing, isScalarNode, textOf } from '../node/node.ts'
import type { PathOptions } from '../read/kustomization.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (options: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\nreplacements:\n- sourceValue: maps.example\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.config.url]\n${options}`,
  'web.yaml': `${header('v1', 'ConfigMap', 'web')}data: {config: '{"url": "old.example/tiles"}'}\n`,
})

export const textReplacement: Warning = {
  id: 'kustomize/text-replacement',
  summary: 'A replacement into a text that holds JSON or YAML does less, or more, than it says.',
  why: 'Inside such a text kustomize 5.8 ignores delimiter and index and overwrites the whole value; a `*` before the text changes nothing; of YAML only the first document is kept.',
  hint: 'name each element by [name=…] or its number, write the whole value, and keep one document in the text',
  example: { bad: tree('    options: {delimiter: /, index: 0}\n'), good: tree('') },
}

/** Told for a path of a target; looks at the object as it is before. */
export function textTraps(
  source: string,
  entry: Entry,
  path: string,
  steps: readonly string[],
  { delimiter }: PathOptions,
): readonly Problem[] {
  const { text, star } = textOnTheWay(entry.node, steps)
  if (text === undefined) return []
  const where = `${source}: ${path} of ${printId(currentId(entry))}`
  const tell = (what: string) => problemOf(textReplacement, `${where} ${what}`)
  if (star) return [tell('changes nothing: a * before a text that holds data is lost')]
  return [
    ...(delimiter ? [tell('overwrites the whole value: delimiter and index are ignored')] : []),
    ...(/^---/m.test(text.replace(/^\s*---/, '')) ? [tell('keeps the first document only')] : []),
  ]
}

/** The text that a path leads into, if any, and whether a `*` stands before it. */
export function textOnTheWay(
  object: Node,
  steps: readonly string[],
): { readonly text: string | undefined; readonly star: boolean } {
  let at: Node | undefined = object
  let star = false
  for (const step of steps) {
    if (!isMissing(at) && isScalarNode(at as Node)) return { text: textOf(at), star }
    star ||= step === '*'
    at = take(at, step)
  }
  return { text: undefined, star }
}

function take(node: Node | undefined, step: string): Node | undefined {
  if (isMap(node)) return node.get(step)
  if (!Array.isArray(node)) return undefined
  const element = elementStep(step)
  if (element !== undefined) return node.find((one) => fieldText(one, element[0]) === element[1])
  return step === '*' ? node[0] : node[indexStep(step) ?? -1]
}
