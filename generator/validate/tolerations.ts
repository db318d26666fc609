import { type Fields, mapsOf, textOf } from './fields.ts'
import type { Mistake } from './rule-shapes.ts'

/** What is wrong with the tolerations of a pod, or of whatever adds them to pods. */
export function* tolerationsIn(list: unknown, pointer: string): Iterable<Mistake> {
  for (const [index, toleration] of mapsOf(list))
    yield* tolerationMistakes(toleration, `${pointer}/${index}`)
}

function* tolerationMistakes(toleration: Fields, pointer: string): Iterable<Mistake> {
  const { key, operator, value, effect, tolerationSeconds } = toleration
  if (textOf(key) === undefined && operator !== 'Exists')
    yield {
      pointer: `${pointer}/operator`,
      message: 'a toleration without key needs operator Exists',
    }
  if (operator === 'Exists' && textOf(value) !== undefined)
    yield { pointer: `${pointer}/value`, message: 'a toleration with operator Exists has no value' }
  if (tolerationSeconds != null && effect !== 'NoExecute')
    yield { pointer: `${pointer}/effect`, message: 'tolerationSeconds needs effect NoExecute' }
}
