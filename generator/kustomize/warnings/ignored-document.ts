import { type Problem, UserError } from '../../core/finding.ts'
import { firstDocument, readNodes } from '../../yaml/index.ts'
import type { Survey } from './survey.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const tree = (text: string) => ({
  'kustomization.yaml': text,
  'web.yaml': header('v1', 'ConfigMap', 'web'),
})

export const ignoredDocument: Warning = {
  id: 'kustomize/ignored-document',
  summary: 'A kustomization file has a second document.',
  why: 'Only the first document counts. What stands below `---` does nothing.',
  hint: 'put everything into one document, or the second one into a directory of its own',
  example: {
    bad: tree('resources: [web.yaml]\n---\nnamePrefix: maps-\n'),
    good: tree('resources: [web.yaml]\nnamePrefix: maps-\n'),
  },
  *check({ kustomizations, survey }: Built): Iterable<Problem> {
    for (const file of kustomizations)
      if (survey.readings.text(file).includes('\n---'))
        yield* survey.once(file, 'documents', () => secondIn(file, survey))
  },
}

function secondIn(file: string, { readings }: Survey): readonly Problem[] {
  if (!hasSecond(readings.text(file), file)) return []
  const place = readings.placeIn(file, '', { document: 1 })
  return [
    problemOf(ignoredDocument, 'only the first document of a kustomization counts', { place }),
  ]
}

/** One that cannot be read is ignored as well. */
function hasSecond(text: string, file: string): boolean {
  try {
    const rest = text.slice(firstDocument(text).length)
    return readNodes(rest, file, 'resource', { duplicateKeys: 'kept' }).length > 0
  } catch (error) {
    if (error instanceof UserError) return true
    throw error
  }
}
