import { exampleDeployment } from '../example.ts'
import { textOf } from '../fields.ts'
import { type Image, imageOf, isOlder, versionIn } from '../image.ts'
import { type ImageLife, imageLives } from '../image-lives.ts'
import { remembered } from '../remembered.ts'
import { containerRule } from '../rule-shapes.ts'

export const imageMaintained = containerRule({
  id: 'image-maintained',
  severity: 'warning',
  when: {
    pod: [['spec/C/image', (image) => typeof image === 'string' && lifeOf(image) !== undefined]],
  },
  summary: 'No container runs an image that has been taken away, or a version that nobody mends.',
  why: 'A node that does not have it yet cannot pull it, or it runs with holes that everybody knows.',
  hint: 'take a version that is maintained',
  *mistakes({ fields, pointer }) {
    const text = textOf(fields.image)
    const life = text === undefined ? undefined : lifeOf(text)
    if (life === undefined) return
    yield {
      pointer: `${pointer}/image`,
      message: `runs ${text}: ${life.why}`,
      hint: `take ${life.instead}`,
    }
  },
  examples: () => ({
    good: [exampleDeployment({ image: 'docker.io/library/redis:7.2.7-alpine' })],
    bad: [exampleDeployment({ image: 'docker.io/bitnami/redis:6.0.6-debian-10-r10' })],
  }),
})

/** Few images run in many containers. */
const lives = new Map<string, ImageLife | undefined>()

function lifeOf(text: string): ImageLife | undefined {
  if (!lives.has(text)) lives.set(text, findLife(imageOf(text)))
  return lives.get(text)
}

function findLife(image: Image): ImageLife | undefined {
  const version = versionIn(image.tag)
  return livesOf(lastStep(image.repository)).find(({ repository, before }) =>
    before === undefined
      ? isFrom(image.repository, repository)
      : version !== undefined && isOlder(version, before) && isCopy(image.repository, repository),
  )
}

const lastStep = (repository: string): string => repository.slice(repository.lastIndexOf('/') + 1)

/** Those of images that are called so, wherever they come from. */
const livesOf = remembered((name: string) =>
  imageLives.filter(({ repository }) => repository.endsWith('*') || lastStep(repository) === name),
)

const isFrom = (repository: string, pattern: string): boolean =>
  pattern.endsWith('*') ? repository.startsWith(pattern.slice(0, -1)) : repository === pattern

/** A mirror has the same versions, under the same path. */
const isCopy = (repository: string, of: string): boolean =>
  repository === of || repository.endsWith(of.slice(of.indexOf('/')))
