import type { Problem } from '../../core/finding.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (change: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\nimages: [{name: web, ${change}}]\n`,
  'web.yaml': `${header('v1', 'Pod', 'web')}spec: {containers: [{name: web, image: "web:1"}]}\n`,
})

export const tagSuffixTwice: Warning = {
  id: 'kustomize/tag-suffix-twice',
  summary: 'A `tagSuffix` is appended twice.',
  why: 'kustomize looks at containers in two passes, and web:1 with the suffix -alpine becomes web:1-alpine-alpine, an image that does not exist.',
  hint: 'write the whole tag as newTag',
  example: { bad: tree('tagSuffix: -alpine'), good: tree('newTag: 1-alpine') },
}

/** Told for the first image that gets a suffix it has already. */
export function suffixRepeated(place: string, suffix: string, image: string): Problem {
  return problemOf(
    tagSuffixTwice,
    `${place}: tagSuffix ${JSON.stringify(suffix)} is appended once more to ${image}`,
  )
}
