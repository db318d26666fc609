import type { Problem } from '../../core/finding.ts'
import { type Node, problemsOf, unprintedOf } from '../../yaml/index.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const tree = (text: string) => ({
  'kustomization.yaml': text,
  'web.yaml': header('v1', 'ConfigMap', 'web'),
  'map.yaml': header('v1', 'ConfigMap', 'map'),
})

export const duplicateKey: Warning = {
  id: 'kustomize/duplicate-key',
  summary: 'A kustomization file or a patch has a field twice.',
  why: 'In a kustomization file the last one counts, in a patch the first one; what the other says is not done.',
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

/** Told for a strategic merge patch. */
export function keysTwice(patch: Node, source: string): readonly Problem[] {
  if (Array.isArray(patch)) return patch.flatMap((element) => keysTwice(element, source))
  if (patch instanceof Map) return [...patch.values()].flatMap((value) => keysTwice(value, source))
  const second = unprintedOf(patch)
  if (second?.value === undefined) return []
  return [problemOf(duplicateKey, `${source}: ${second.problem.message}`)]
}
