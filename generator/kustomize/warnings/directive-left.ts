import type { Problem } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import type { Node } from '../../yaml/index.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { isMap } from '../node/node.ts'
import { escaped, fileOf, type Survey } from './survey.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const issuer = header('example.org/v1', 'Route', 'web')
const tree = (rules: string) => ({
  'kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: rules.yaml}]\n',
  'web.yaml': `${issuer}spec: {rules: [{name: a}, {name: b}]}\n`,
  'rules.yaml': `${issuer}spec:\n  rules:\n${rules}`,
})
const directive = /^\$(?:patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/

export const directiveLeft: Warning = {
  id: 'kustomize/directive-left',
  summary: 'A directive of strategic merge ends in the output.',
  why: 'kustomize obeys `$patch` only where its schema names merge keys (not in lists of custom resources), and never `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList`. What it does not obey it copies; strict API servers refuse the field, others keep it or drop it.',
  hint: 'write the list as a whole, or use a JSON patch',
  example: {
    bad: tree('  - name: b\n    $patch: delete\n'),
    good: tree('  - name: a\n'),
  },
  *check({ entries, sources, survey }: Built): Iterable<Problem> {
    const marked = new Set(sources.filter((source) => survey.hintsOf(source).directives))
    if (marked.size === 0) return
    for (const entry of entries) {
      if (marked.has(entry.origin) || entry.patches.some((patch) => marked.has(patch)))
        for (const [pointer, word] of directivesIn(entry.node, ''))
          yield problemFor(entry, pointer, word, survey)
    }
  },
}

function problemFor(entry: Entry, pointer: string, word: string, survey: Survey): Problem {
  const text = new RegExp(escaped(word))
  const from = [...entry.patches, entry.origin].find((source) =>
    text.test(survey.readings.text(fileOf(source))),
  )
  return problemOf(
    directiveLeft,
    `${printId(currentId(entry))} has ${word} in its output, at ${pointer}`,
    { place: survey.placeOf(from ?? entry.origin, text) },
  )
}

/** The definitions of custom resources may speak of such fields in texts, never in keys. */
function* directivesIn(node: Node, pointer: string): Iterable<readonly [string, string]> {
  if (Array.isArray(node))
    for (const [i, element] of node.entries()) yield* directivesIn(element, `${pointer}/${i}`)
  if (!isMap(node)) return
  for (const [key, value] of node) {
    const at = pointerTo(pointer, key)
    if (key.startsWith('$') && directive.test(key)) yield [at, key]
    yield* directivesIn(value, at)
  }
}
