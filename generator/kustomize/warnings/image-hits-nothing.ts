import type { Problem } from '../../core/finding.ts'
import { header, problemOf, type Warning } from './warning.ts'

const pod = `${header('v1', 'Pod', 'web')}spec: {containers: [{name: web, image: "registry.example/web:1"}]}\n`
const tree = (name: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\nimages: [{name: ${name}, newTag: "2"}]\n`,
  'web.yaml': pod,
})

export const imageHitsNothing: Warning = {
  id: 'kustomize/image-hits-nothing',
  summary: 'An entry of `images` fits no image.',
  why: 'The old image is delivered; an update tool that writes the entry does so for nothing.',
  hint: 'correct the name, or remove the entry; it is the image without tag and digest',
  example: { bad: tree('web'), good: tree('registry.example/web') },
}

/** Told while `images` runs. */
export function imageMissed(place: string, name: string): Problem {
  return problemOf(imageHitsNothing, `${place}: ${JSON.stringify(name)} fits no image`)
}
