import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf } from '../fields.ts'
import type { Reason } from '../rule.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const SOURCES = ['secret', 'configMap', 'downwardAPI', 'projected']
const MOST = 0o777

const isMode = (mode: unknown): boolean => typeof mode !== 'number' || (mode >= 0 && mode <= MOST)

const isWrong = (mode: unknown): boolean => !isMode(mode)

const reasonsIn = (volume: string): readonly (string | Reason)[] =>
  SOURCES.flatMap((source): readonly (string | Reason)[] => [
    [`${volume}/${source}/defaultMode`, isWrong],
    [`${volume}/${source}/items/*/mode`, isWrong],
    `${volume}/${source}/sources`,
  ])

const files = (defaultMode: number) =>
  exampleDeployment({}, { volumes: [{ name: 'key', secret: { secretName: 'key', defaultMode } }] })

export const fileMode = podRule({
  id: 'file-mode',
  severity: 'error',
  when: { pod: reasonsIn('spec/volumes/*') },
  summary: 'The mode of a mounted file lies between 0 and 0777 (511).',
  why: 'The API server refuses the object. Written without the leading zero, 644 is another mode: 01204.',
  hint: 'write it with a leading zero in YAML (0644), or as the decimal number (420)',
  *mistakes({ pointer, spec }) {
    for (const [index, volume] of mapsOf(spec.volumes))
      for (const source of SOURCES)
        yield* sourceMistakes(
          fieldsAt(volume, source),
          `${pointer}/spec/volumes/${index}/${source}`,
        )
  },
  examples: () => ({ good: [files(0o400)], bad: [files(644)] }),
})

function* sourceMistakes(source: Fields, pointer: string): Iterable<Mistake> {
  yield* modeMistakes(source, 'defaultMode', pointer)
  for (const [index, item] of mapsOf(source.items))
    yield* modeMistakes(item, 'mode', `${pointer}/items/${index}`)
  for (const [index, projection] of mapsOf(source.sources))
    for (const kind of SOURCES)
      yield* sourceMistakes(fieldsAt(projection, kind), `${pointer}/sources/${index}/${kind}`)
}

function* modeMistakes(fields: Fields, name: string, pointer: string): Iterable<Mistake> {
  const mode = fields[name]
  if (!isMode(mode))
    yield { pointer: `${pointer}/${name}`, message: `${name} ${mode} is not between 0 and 0777` }
}
