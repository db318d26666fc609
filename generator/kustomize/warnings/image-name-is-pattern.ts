import type { Problem } from '../../core/finding.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (name: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\nimages: [{name: ${name}, newTag: "2"}]\n`,
  'web.yaml': `${header('v1', 'Pod', 'web')}spec: {containers: [{name: web, image: "registry-example/web:1"}]}\n`,
})

export const imageNameIsPattern: Warning = {
  id: 'kustomize/image-name-is-pattern',
  summary:
    'The name of an entry of `images` is read as a regular expression, and fits an image of another name.',
  why: 'kustomize does not escape the name. A dot fits any character, so that more images may change than were meant; an invalid expression crashes kustomize 5.8.',
  hint: 'put a backslash before each dot, or write one entry for each image',
  example: { bad: tree('registry.example/web'), good: tree('registry-example/web') },
}

/** Told for the first image that an entry fits only as a pattern. */
export function imageFitsAsPattern(place: string, name: string, image: string): Problem {
  return problemOf(
    imageNameIsPattern,
    `${place}: ${JSON.stringify(name)} is a regular expression, and fits ${image}`,
  )
}

/** True when the image has the name as it is written; an escaped character stands for itself. */
export function hasImageName(image: string, name: string): boolean {
  const literal = name.includes('\\') ? name.replace(/\\(\W)/g, '$1') : name
  if (!image.startsWith(literal)) return false
  const next = image[literal.length]
  return next === undefined || next === ':' || next === '@'
}
