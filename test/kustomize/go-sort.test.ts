import { goSort } from '../../generator/kustomize/node/go-sort.ts'
import { assert, describe } from '../harness.ts'

/** The value of the element number `i` of `n`. */
const shapes: Readonly<Record<string, (i: number, n: number) => number>> = {
  scattered: (i) => (i * i * 31 + i * 7) % 101,
  rising: (i) => i,
  falling: (i, n) => n - i,
  saw: (i) => i % 10,
  nearly: (i) => (i % 40 === 7 ? i - 30 : i),
  organ: (i, n) => (i * 2 < n ? i : n - i),
}
const lengths = [5, 12, 13, 20, 49, 50, 51, 130, 400, 3000]

/** What Go's own `sort.Sort` (1.26) makes of them: a sum over the numbers of the elements in their new order. */
const byGo: readonly (readonly [shape: string, isRing: boolean, sums: readonly number[]])[] = [
  [
    'scattered',
    false,
    [121120, 386074, 123377, 289567, 822123, 963018, 902411, 675061, 939366, 644933],
  ],
  [
    'rising',
    false,
    [31810, 341431, 584343, 864858, 637198, 753130, 347011, 218016, 788482, 220629],
  ],
  [
    'falling',
    false,
    [785401, 330595, 778666, 103106, 927526, 347102, 170479, 518145, 472347, 707927],
  ],
  ['saw', false, [31810, 27524, 398245, 108663, 992243, 573375, 659161, 294956, 73117, 822593]],
  ['nearly', false, [31810, 751844, 307107, 580271, 41545, 287941, 926197, 691602, 170785, 418653]],
  ['organ', false, [33700, 741141, 597155, 217695, 368144, 543459, 359228, 231290, 668881, 956274]],
  [
    'scattered',
    true,
    [91330, 598065, 677316, 949066, 714366, 72603, 250737, 195507, 631273, 282783],
  ],
  ['rising', true, [31810, 341431, 584343, 391018, 993318, 455319, 114897, 618385, 788482, 220629]],
  [
    'falling',
    true,
    [831104, 561250, 508316, 94112, 763274, 889219, 493194, 195253, 859729, 707927],
  ],
  ['saw', true, [31810, 400081, 320449, 824471, 926452, 443055, 218065, 220804, 987870, 663109]],
  ['nearly', true, [31810, 46977, 644209, 896883, 307602, 898498, 341626, 998270, 62136, 648636]],
  ['organ', true, [33700, 876731, 142165, 720688, 977737, 114018, 256891, 755268, 433215, 582835]],
]

function sumOf(shape: string, isRing: boolean, length: number): number {
  const value = (i: number) => shapes[shape]?.(i, length) ?? 0
  // In the ring each of seven values is less than the next three.
  const isLess = (a: number, b: number): boolean => {
    const apart = value(b) - value(a)
    if (!isRing) return apart > 0
    const steps = ((apart % 7) + 7) % 7
    return steps >= 1 && steps <= 3
  }
  const numbers = Array.from({ length }, (_, i) => i)
  return goSort(numbers, isLess).reduce((sum, i) => (sum * 31 + i) % 1_000_003, 0)
}

describe('sorting', {
  'leaves equal elements, and those that go round in a ring, where Go does': () => {
    for (const [shape, isRing, sums] of byGo)
      assert.equal(
        lengths.map((length) => sumOf(shape, isRing, length)),
        sums,
        `${shape}${isRing ? ' in a ring' : ''}`,
      )
  },
})
