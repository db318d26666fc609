import {
  type CelFunc,
  type CelInput,
  type CelMap,
  CelScalar,
  type CelType,
  celFunc,
  celMethod,
} from '@bufbuild/cel'
import { quantityOf } from '../quantity.ts'
import { OBJECT, ofObject, unwrapped, wanted, wrapped } from './wrapped.ts'

const { BOOL, DOUBLE, INT, STRING } = CelScalar

const amountOf = (text: string): bigint => wanted(quantityOf(text), text, 'quantity')
const UNIT = amountOf('1')

/**
 * What Kubernetes adds to CEL about quantities; inside they are exact integers of the smallest unit. `isInteger` and
 * `asInteger` are not here: what they say depends on how Go keeps the number (`1000m` is no integer).
 */
export const quantityFunctions: readonly CelFunc[] = [
  celFunc('isQuantity', [STRING], BOOL, (text) => quantityOf(text) !== undefined),
  celFunc('quantity', [STRING], OBJECT, (text) => wrapped(String(amountOf(text)))),
  ofObject('asApproximateFloat', DOUBLE, (text) => Number(BigInt(text)) / Number(UNIT)),
  comparison('isGreaterThan', BOOL, (order) => order > 0),
  comparison('isLessThan', BOOL, (order) => order < 0),
  comparison('compareTo', INT, (order) => BigInt(order)),
  ...arithmetic('add', 1n),
  ...arithmetic('sub', -1n),
]

function comparison<R extends CelType>(
  name: string,
  result: R,
  make: (order: number) => CelInput<R>,
): CelFunc {
  return celMethod(name, OBJECT, [OBJECT], result, function (this: CelMap, other) {
    const difference = BigInt(unwrapped(this)) - BigInt(unwrapped(other))
    return make(difference === 0n ? 0 : difference < 0n ? -1 : 1)
  })
}

/** With another quantity, or with a number of whole units. */
function arithmetic(name: string, sign: bigint): readonly CelFunc[] {
  const sum = (one: CelMap, amount: bigint): ReadonlyMap<string, CelInput> =>
    wrapped(String(BigInt(unwrapped(one)) + sign * amount))
  return [
    celMethod(name, OBJECT, [OBJECT], OBJECT, function (this: CelMap, other) {
      return sum(this, BigInt(unwrapped(other)))
    }),
    celMethod(name, OBJECT, [INT], OBJECT, function (this: CelMap, units) {
      return sum(this, units * UNIT)
    }),
  ]
}
