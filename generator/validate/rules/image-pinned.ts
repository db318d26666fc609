import { exampleDeployment } from '../example.ts'
import { textOf } from '../fields.ts'
import { imageOf } from '../image.ts'
import { containersOf, POD_KINDS, podsOf } from '../pods.ts'
import { remembered } from '../remembered.ts'
import type { Rule } from '../rule.ts'

export const imagePinned: Rule = {
  id: 'image-pinned',
  severity: 'error',
  scope: 'object',
  kinds: POD_KINDS,
  when: { pod: [['spec/C/image', (image) => typeof image === 'string' && !isPinned(image)]] },
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
  examples: () => ({
    good: [exampleDeployment({ image: 'registry.example.org:5000/web:1.2.3' })],
    bad: [exampleDeployment({ image: 'registry.example.org:5000/web' })],
  }),
}

/** Tags that are made to move: `latest` also as a part, as in `2-latest`, and the usual names of a newest build. */
const MOVING =
  /(?:^|[-_.])latest(?:$|[-_.])|^(?:master|main|head|edge|nightly|canary|rolling|snapshot|current|stable|lts)$/i

/** Few images run in many containers. */
const isPinned = remembered((image) => {
  const { tag, digest } = imageOf(image)
  return digest !== undefined || (tag !== undefined && tag !== '' && !MOVING.test(tag))
})
