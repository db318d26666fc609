import { UserError } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { readYaml } from '../../yaml/index.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, stringsOf, textOf } from '../fields.ts'
import { imageOf } from '../image.ts'
import { type Container, containersOf, podOf } from '../pods.ts'
import {
  type Program,
  programs,
  type Running,
  type Settings,
  settingsFiles,
  unread,
} from '../programs.ts'
import { remembered } from '../remembered.ts'
import type { Rule } from '../rule.ts'
import type { Mistake } from '../rule-shapes.ts'

const worker = (...queues: readonly string[]): Resource =>
  exampleDeployment({
    image: 'docker.io/prefecthq/prefect:3.8.5-python3.11',
    args: ['prefect', 'worker', 'start', '--pool', 'tiles', ...queues],
  })

export const programSettings: Rule = {
  id: 'program-settings',
  severity: 'warning',
  scope: 'object',
  when: {
    pod: [['spec/C/image', (image) => typeof image === 'string' && programOf(image) !== undefined]],
    ConfigMap: Object.keys(settingsFiles).map((file) => `data/${file.replaceAll('/', '~1')}`),
  },
  summary: 'What is set for a program that many people run is what the program reads.',
  why: 'The program says nothing: it takes several queues for one, passes over a property, or cannot start for a Secret that it would not read.',
  hint: 'write it as the program reads it',
  *check(resources) {
    for (const resource of resources) {
      const pod = podOf(resource)
      for (const container of pod === undefined ? [] : containersOf(pod))
        for (const mistake of misreadIn(container)) yield { resource, ...mistake }
      if (resource.kind === 'ConfigMap' && resource.apiVersion === 'v1')
        for (const mistake of unreadIn(resource)) yield { resource, ...mistake }
    }
  },
  examples: () => ({
    good: [worker('--work-queue', 'landsat', '--work-queue', 'sentinel')],
    bad: [worker('--work-queue', 'landsat,sentinel')],
  }),
}

function* misreadIn(container: Container): Iterable<Mistake> {
  const { fields, name } = container
  const program = programOf(textOf(fields.image) ?? '')
  if (program === undefined) return
  for (const { word, variable, message, hint } of program.misread(runningOf(fields))) {
    const pointer =
      word === undefined ? variablePointer(container, variable) : wordPointer(container, word)
    yield { pointer, message: `container "${name}" ${message}`, hint }
  }
}

/** Few images run in many containers. */
const programOf = remembered((image): Program | undefined =>
  programs.find((one) => image.includes(one.word) && one.image.test(imageOf(image).repository)),
)

const wordsOf = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String) : [])

function runningOf(fields: Fields): Running {
  const env = mapsOf(fields.env).map(
    ([, { name, value, valueFrom }]) =>
      [String(name), valueFrom == null ? String(value ?? '') : undefined] as const,
  )
  return { words: [...wordsOf(fields.command), ...wordsOf(fields.args)], env: new Map(env) }
}

function wordPointer({ fields, pointer }: Container, word: number): string {
  const first = wordsOf(fields.command).length
  return word < first ? `${pointer}/command/${word}` : `${pointer}/args/${word - first}`
}

function variablePointer({ fields, pointer }: Container, variable: unknown): string {
  const [index] = mapsOf(fields.env).find(([, { name }]) => name === variable) ?? []
  return index === undefined ? pointer : `${pointer}/env/${index}`
}

/** Properties of a settings file that its program passes over. */
function* unreadIn({ data }: Resource): Iterable<Mistake> {
  for (const [file, text] of stringsOf(data)) {
    const known = Object.hasOwn(settingsFiles, file) ? settingsFiles[file] : undefined
    if (known === undefined) continue
    for (const message of unreadOf(text, file, known))
      yield { pointer: pointerTo('/data', file), message }
  }
}

function* unreadOf(text: string, file: string, settings: Settings): Iterable<string> {
  for (const { path, known } of unread(documentOf(text, file), settings)) {
    const name = path.at(-1) ?? ''
    const group = known.includes('config')
      ? ` (its client reads ${path.slice(0, -1).join('.')}.config)`
      : ''
    const ignored = `the program that reads ${file} ignores ${path.join('.')}${group}`
    yield `${ignored}${didYouMean(name, known)}`
  }
}

function documentOf(text: string, file: string): Fields {
  try {
    return fieldsAt(readYaml(text, file)[0])
  } catch (error) {
    if (error instanceof UserError) return {}
    throw error
  }
}
