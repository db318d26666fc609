import type { Problem } from '../../core/finding.ts'
import { judgeScalars, looseFiles } from './scalars.ts'
import type { Survey } from './survey.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const word = /^(?:[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)$/
const yes = /^(?:y|yes|on)$/i
const tree = (value: string) => ({
  'kustomization.yaml': 'resources: [web.yaml]\n',
  'web.yaml': `${header('v1', 'ConfigMap', 'web')}data: {verbose: ${value}}\n`,
})

export const yamlWord: Warning = {
  id: 'kustomize/yaml-word',
  summary: 'A file says yes, no, on, off, y or n without quotes.',
  why: 'In a resource kustomize reads a text; kubectl, Helm and other readers of YAML 1.1 read true or false in the same file. In a JSON patch kustomize itself reads true or false.',
  hint: 'write it in quotes if it is a text, else true or false',
  example: { bad: tree('yes'), good: tree('"yes"') },
  *check(built: Built): Iterable<Problem> {
    for (const file of looseFiles(built))
      yield* built.survey.once(file, 'words', () => wordsIn(file, built.survey))
  },
}

function wordsIn(file: string, survey: Survey): readonly Problem[] {
  const found = judgeScalars(file, survey, (node, _, root) => {
    if (typeof node !== 'string' || node.length > 3 || !word.test(node)) return undefined
    return Array.isArray(root)
      ? `${node} without quotes is ${yes.test(node)} in a JSON patch`
      : `${node} without quotes is a text for kustomize, and ${yes.test(node)} for kubectl`
  })
  return found.map(({ message, place }) => problemOf(yamlWord, message, { place }))
}
