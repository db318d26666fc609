import { pointerTo } from '../../core/pointer.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt } from '../fields.ts'
import { NATIVE } from '../pod-fields.ts'
import { quantityOf } from '../quantity.ts'
import { containerRule, type Mistake } from '../rule-shapes.ts'

const limited = (limits: object) => exampleDeployment({ resources: { limits } })

export const resourceAmounts = containerRule({
  id: 'resource-amounts',
  severity: 'error',
  when: { pod: [['spec/C/resources', (resources) => !isPlain(fieldsAt(resources))]] },
  summary:
    'Requests and limits are not negative, name resources that exist, and give devices as whole numbers.',
  why: 'The API server refuses the object.',
  hint: 'use cpu, memory, ephemeral-storage, hugepages-… or a device such as nvidia.com/gpu',
  *mistakes({ fields, pointer }) {
    for (const list of ['requests', 'limits'])
      for (const [name, amount] of Object.entries(fieldsAt(fields, 'resources', list)))
        yield* amountMistakes(name, amount, list, pointerTo(`${pointer}/resources/${list}`, name))
    yield* deviceMistakes(fieldsAt(fields, 'resources'), `${pointer}/resources`)
    yield* pageMistakes(fieldsAt(fields, 'resources'), `${pointer}/resources`)
  },
  examples: () => ({
    good: [limited({ 'nvidia.com/gpu': 1 })],
    bad: [limited({ memory: '-1Gi' })],
  }),
})

function* amountMistakes(
  name: string,
  amount: unknown,
  list: string,
  pointer: string,
): Iterable<Mistake> {
  const quantity = quantityOf(amount)
  if (quantity !== undefined && quantity < 0n)
    yield { pointer, message: `has ${list} of ${amount} ${name}` }
  if (!name.includes('/') && !NATIVE.test(name))
    yield { pointer, message: `has ${list} of "${name}", which is no resource` }
  if (name.includes('/') && quantity !== undefined && quantity % WHOLE !== 0n)
    yield { pointer, message: `has ${list} of ${amount} ${name}, which cannot be divided` }
}

const WHOLE = quantityOf('1') ?? 1n

/** Large pages need something else to be asked for. */
function* pageMistakes(resources: Fields, pointer: string): Iterable<Mistake> {
  const names = ['requests', 'limits'].flatMap((list) => Object.keys(fieldsAt(resources, list)))
  const pages = names.find((name) => name.startsWith('hugepages-'))
  if (pages !== undefined && !names.includes('cpu') && !names.includes('memory'))
    yield { pointer, message: `asks for ${pages} without cpu or memory` }
}

/** Devices cannot be overcommitted: their limit must be there, and equal to the request. */
function* deviceMistakes(resources: Fields, pointer: string): Iterable<Mistake> {
  const limits = fieldsAt(resources, 'limits')
  for (const [name, amount] of Object.entries(fieldsAt(resources, 'requests'))) {
    const pages = name.startsWith('hugepages-')
    if (!pages && (!name.includes('/') || name.startsWith('kubernetes.io/'))) continue
    const at = pointerTo(`${pointer}/requests`, name)
    const [request, limit] = [quantityOf(amount ?? 0), quantityOf(limits[name])]
    if (limits[name] == null)
      yield { pointer: at, message: `requests ${name} without a limit of it` }
    else if (request !== undefined && limit !== undefined && request < limit)
      yield { pointer: at, message: `requests ${amount} ${name}, its limit is ${limits[name]}` }
  }
}

/** Nothing but amounts of processors and memory. */
const isPlain = (resources: Fields): boolean =>
  areAmounts(fieldsAt(resources, 'requests')) && areAmounts(fieldsAt(resources, 'limits'))

function areAmounts(amounts: Fields): boolean {
  for (const name in amounts) {
    if (name !== 'cpu' && name !== 'memory') return false
    if ((quantityOf(amounts[name]) ?? 0n) < 0n) return false
  }
  return true
}
