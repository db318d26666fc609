import type { Problem } from '../../core/finding.ts'
import { isScalar, type Node, printKustomize } from '../../yaml/index.ts'
import { fieldText, isMap } from '../node/node.ts'
import { judgeScalars, looseFiles } from './scalars.ts'
import type { Survey } from './survey.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const tree = (value: string) => ({
  'kustomization.yaml': 'resources: [web.yaml]\n',
  'web.yaml': `${header('v1', 'ConfigMap', 'web')}data: {release: ${value}}\n`,
})

/** Where Kubernetes wants texts: a number there is refused, and not the one that was written. */
const texts =
  /\/(?:labels|matchLabels|annotations|nodeSelector)\/[^/]+$|\/env\/\d+\/value$|\/(?:args|command)\/\d+$/

/** Printed as they are written, whatever they are. */
const annotation = /^\/metadata\/annotations\//

export const valueChanges: Warning = {
  id: 'kustomize/value-changes',
  summary:
    'A date, or a number where a text is wanted, is printed differently from how it is written.',
  why: 'Without quotes 2026-01-31 becomes "2026-01-31T00:00:00Z", 1.10 becomes 1.1 and 0777 becomes 511.',
  hint: 'write it in quotes',
  example: { bad: tree('2026-01-31'), good: tree('"2026-01-31"') },
  *check(built: Built): Iterable<Problem> {
    for (const file of looseFiles(built))
      yield* built.survey.once(file, 'values', () => changesIn(file, built.survey))
  },
}

function changesIn(file: string, survey: Survey): readonly Problem[] {
  const found = judgeScalars(file, survey, (node, pointer, root) => {
    if (Array.isArray(root) || !isScalar(node) || node.style !== 'plain') return undefined
    const isNumber = node.tag === '!!int' || node.tag === '!!float' || node.tag === undefined
    if (!isNumber && node.tag !== '!!timestamp') return undefined
    const at = pointer()
    if (annotation.test(at) || (isNumber && !isForText(at, root))) return undefined
    const printed = printedOf(node)
    if (printed === undefined || printed.replace(/^["']|["']$/g, '') === node.text) return undefined
    return `${node.text} without quotes is printed as ${printed}`
  })
  return found.map(({ message, place }) => problemOf(valueChanges, message, { place }))
}

function isForText(pointer: string, root: Node): boolean {
  if (texts.test(pointer)) return true
  const kind = isMap(root) ? fieldText(root, 'kind') : ''
  return (
    (kind === 'ConfigMap' || kind === 'Secret') && /^\/(?:data|stringData)\/[^/]+$/.test(pointer)
  )
}

/** What kustomize prints for a value; nothing for one that it cannot print. */
function printedOf(node: Node): string | undefined {
  try {
    return printKustomize(new Map([['a', node]])).slice(3, -1)
  } catch {
    return undefined
  }
}
