import { exampleDeployment } from '../example.ts'
import { textOf } from '../fields.ts'
import { containersOf, POD_KINDS, podsOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

export const imagePinned: Rule = {
  id: 'image-pinned',
  severity: 'error',
  scope: 'object',
  kinds: POD_KINDS,
  summary: 'Every container image names a fixed tag or a digest.',
  why: 'What runs changes without a commit: the next pod may start another program than the last one, and nobody can go back.',
  hint: 'name a released tag or a digest where the image is set',
  *check(resources) {
    for (const pod of podsOf(resources))
      for (const { name, pointer, fields } of containersOf(pod)) {
        const image = textOf(fields.image)
        const at = { resource: pod.resource, pointer: `${pointer}/image` }
        if (image !== undefined && !isPinned(image))
          yield { ...at, message: `container "${name}" runs ${image}, which can change under us` }
      }
  },
  examples: {
    good: [exampleDeployment({ image: 'registry.example.org:5000/web:1.2.3' })],
    bad: [exampleDeployment({ image: 'registry.example.org:5000/web' })],
  },
}

/** A colon before the last slash is a port, one behind it starts the tag. */
function isPinned(image: string): boolean {
  if (image.includes('@')) return true
  const tag = /:([^/:]+)$/.exec(image)?.[1]
  return tag !== undefined && tag !== 'latest'
}
