import { formats } from '../../generator/validate/formats.ts'
import { quantityOf } from '../../generator/validate/quantity.ts'
import { assert, describe } from '../harness.ts'

/** Each row holds names of one amount; rows grow. */
const AMOUNTS: readonly (readonly (string | number)[])[] = [
  ['-1', -1],
  ['0', 0, '-0'],
  ['1n'],
  ['100m', '0.1', '.1', 0.1, '1e-1', '100000u'],
  ['1', 1, '1.', '+1', '1000m'],
  ['1001m'],
  ['1k', '1e3', '1E3', 1000],
  ['1Ki', 1024],
  ['0.5Gi', '512Mi'],
  ['1G', '1000M', 1e9],
  ['1Gi', '1024Mi'],
  ['1E', '1000P'],
  ['1Ei', '1024Pi'],
]

describe('quantity', {
  'amounts are compared exactly': () => {
    for (const row of AMOUNTS)
      for (const text of row) assert.is(quantityOf(text), quantityOf(row[0]), `${text} = ${row[0]}`)
    const order = AMOUNTS.map(([text]) => quantityOf(text))
    for (const [index, amount] of order.entries()) {
      const before = order[index - 1]
      assert.ok(amount !== undefined && (before === undefined || before < amount), `row ${index}`)
    }
  },
  'what is no quantity has no amount, and the format agrees': () => {
    for (const text of ['', '.', '1 Gi', '128MB', '1Y', '1d', 'Gi', '1e', '--1', '1.5.2']) {
      assert.is(quantityOf(text), undefined, text)
      assert.not.ok(formats.quantity?.accepts(text), text)
    }
    for (const text of AMOUNTS.flat()) assert.ok(formats.quantity?.accepts(text), `${text}`)
  },
})
