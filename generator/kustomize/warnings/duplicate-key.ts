import type { Problem } from '../../core/finding.ts'
import { problemsOf } from '../../yaml/index.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const tree = (text: string) => ({
  'kustomization.yaml': text,
  'web.yaml': header('v1', 'ConfigMap', 'web'),
  'map.yaml': header('v1', 'ConfigMap', 'map'),
})

export const duplicateKey: Warning = {
  id: 'kustomize/duplicate-key',
  summary: 'A kustomization file has a field twice.',
  why: 'The last one counts, and what the first one says is not done.',
  hint: 'make one field of the two',
  example: {
    bad: tree('resources: [web.yaml]\nresources: [map.yaml]\n'),
    good: tree('resources: [web.yaml, map.yaml]\n'),
  },
  *check({ kustomizations, survey }: Built): Iterable<Problem> {
    for (const file of kustomizations)
      yield* survey.once(file, 'keys', () =>
        problemsOf(survey.readings.text(file), file)
          .filter(({ message }) => message.includes('twice'))
          .map(({ message, place }) => problemOf(duplicateKey, message, { place })),
      )
  },
}
