import { exampleDeployment } from '../example.ts'
import { textOf } from '../fields.ts'
import { quote } from '../quote.ts'
import { containerRule } from '../rule-shapes.ts'

/** The grammar of distribution/reference: an optional host, a path in lower case, a tag and a digest. */
const HOST = String.raw`(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?`
const PART = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`
const TAG = ':[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}'
const DIGEST = '@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}'
const IMAGE = new RegExp(`^(?:${HOST}/)?${PART}(?:/${PART})*(?:${TAG})?(?:${DIGEST})?$`)

/** 255 of the path, and a host, a tag and a digest. */
const LONGEST = 1024

const isName = (image = ''): boolean => image.length <= LONGEST && IMAGE.test(image)

export const imageName = containerRule({
  id: 'image-name',
  severity: 'error',
  when: { pod: [['spec/C/image', (image) => !isName(textOf(image))]] },
  summary: 'Every container has an image, with a name that a registry can know.',
  why: 'The API server refuses a container without image, and blanks around its name; the node cannot pull what is no name: InvalidImageName.',
  hint: 'write host/path:tag or host/path@sha256:…; the path is lower case',
  *mistakes({ fields, pointer }) {
    const image = textOf(fields.image)
    if (image === undefined) yield { pointer: `${pointer}/image`, message: 'names no image' }
    if (image === undefined || isName(image)) return
    yield {
      pointer: `${pointer}/image`,
      message: `has the image ${quote(image)}, which is no name of one`,
    }
  },
  examples: () => ({
    good: [exampleDeployment({ image: 'localhost:5000/team/web_1:1.2.3' })],
    bad: [exampleDeployment({ image: 'registry.example.org/Web:1.2.3' })],
  }),
})
