/** Whether the first one must come before the second. */
type Less<T> = (a: T, b: T) => boolean

/** A part of a list that is sorted in place: from `lo` up to, not including, `hi`. */
type Work<T> = { readonly list: T[]; readonly less: Less<T> }

/** Fewer elements than this are put in order one by one. */
const few = 13
/** From so many on the pivot is a median of medians, and nearly sorted parts are worth a try. */
const many = 50

/**
 * The order that Go's `sort.Sort` gives. It is the same for every sorting where the comparison tells all elements
 * apart and never runs in a circle; upstream's comparison of kinds does.
 */
export function goSort<T>(elements: readonly T[], less: Less<T>): readonly T[] {
  const w: Work<T> = { list: [...elements], less }
  sortPart(w, 0, w.list.length, bitsOf(w.list.length))
  return w.list
}

const bitsOf = (value: number): number => 32 - Math.clz32(value)

const at = <T>({ list }: Work<T>, i: number): T => list[i] as T

const isLess = <T>(w: Work<T>, i: number, j: number): boolean => w.less(at(w, i), at(w, j))

function swap<T>(w: Work<T>, i: number, j: number): void {
  const kept = at(w, i)
  w.list[i] = at(w, j)
  w.list[j] = kept
}

/** Quicksort that notices when parts are sorted already, and goes over to a heap after `patience` bad pivots. */
function sortPart<T>(w: Work<T>, from: number, to: number, patience: number): void {
  let [lo, hi, left] = [from, to, patience]
  let isBalanced = true
  let wasSorted = true
  while (hi - lo >= few && left > 0) {
    if (!isBalanced) {
      scatter(w, lo, hi)
      left--
    }
    const { pivot, isRising } = pivotOf(w, lo, hi)
    if (isBalanced && wasSorted && isRising && sortNearly(w, lo, hi)) return
    if (lo > 0 && !isLess(w, lo - 1, pivot)) {
      lo = behindEqual(w, lo, hi, pivot)
      continue
    }
    const { middle, isSorted } = divide(w, lo, hi, pivot)
    wasSorted = isSorted
    const isLeftSmaller = middle - lo < hi - middle
    isBalanced = Math.min(middle - lo, hi - middle) >= Math.floor((hi - lo) / 8)
    if (isLeftSmaller) {
      sortPart(w, lo, middle, left)
      lo = middle + 1
    } else {
      sortPart(w, middle + 1, hi, left)
      hi = middle
    }
  }
  if (hi - lo < few) sortFew(w, lo, hi)
  else sortByHeap(w, lo, hi)
}

function sortFew<T>(w: Work<T>, lo: number, hi: number): void {
  for (let i = lo + 1; i < hi; i++) sinkLeft(w, i, lo)
}

/** Swaps an element with those before it while it is less. */
function sinkLeft<T>(w: Work<T>, from: number, lo: number): void {
  for (let i = from; i > lo && isLess(w, i, i - 1); i--) swap(w, i, i - 1)
}

function sortByHeap<T>(w: Work<T>, lo: number, hi: number): void {
  const size = hi - lo
  for (let i = Math.floor((size - 1) / 2); i >= 0; i--) siftDown(w, lo, i, size)
  for (let i = size - 1; i >= 0; i--) {
    swap(w, lo, lo + i)
    siftDown(w, lo, 0, i)
  }
}

function siftDown<T>(w: Work<T>, lo: number, from: number, size: number): void {
  let root = from
  for (let child = 2 * root + 1; child < size; child = 2 * root + 1) {
    if (child + 1 < size && isLess(w, lo + child, lo + child + 1)) child++
    if (!isLess(w, lo + root, lo + child)) return
    swap(w, lo + root, lo + child)
    root = child
  }
}

/** Swaps three elements in the middle with others, by the random numbers that Go makes of the length. */
function scatter<T>(w: Work<T>, lo: number, hi: number): void {
  const length = hi - lo
  const mask = BigInt(2 ** bitsOf(length) - 1)
  let random = BigInt(length)
  for (let i = -1; i <= 1; i++) {
    random ^= BigInt.asUintN(64, random << 13n)
    random ^= random >> 7n
    random ^= BigInt.asUintN(64, random << 17n)
    const other = Number(random & mask)
    swap(w, lo + Math.floor(length / 4) * 2 + i, lo + (other < length ? other : other - length))
  }
}

/** A likely middle element, and whether the part seems to be sorted; one that seems to be falling is turned round. */
function pivotOf<T>(w: Work<T>, lo: number, hi: number) {
  const length = hi - lo
  const quarter = Math.floor(length / 4)
  const seen = { swaps: 0 }
  const places = [1, 2, 3].map((i) => lo + quarter * i)
  const [a = lo, b = lo, c = lo] =
    length >= many ? places.map((i) => median(w, i - 1, i, i + 1, seen)) : places
  const pivot = median(w, a, b, c, seen)
  if (seen.swaps < 12) return { pivot, isRising: seen.swaps === 0 }
  for (let i = 0; i < Math.floor(length / 2); i++) swap(w, lo + i, hi - 1 - i)
  return { pivot: hi - 1 - (pivot - lo), isRising: true }
}

/** Which of three places has the middle element; counts how many pairs are in the wrong order. */
function median<T>(w: Work<T>, i: number, j: number, k: number, seen: { swaps: number }): number {
  const ordered = (a: number, b: number): readonly [number, number] => {
    if (!isLess(w, b, a)) return [a, b]
    seen.swaps++
    return [b, a]
  }
  const [a, b] = ordered(i, j)
  const [c] = ordered(b, k)
  return ordered(a, c)[1]
}

/** Whether a few moves put the part in order. */
function sortNearly<T>(w: Work<T>, lo: number, hi: number): boolean {
  let i = lo + 1
  for (let moves = 0; moves < 5; moves++) {
    while (i < hi && !isLess(w, i, i - 1)) i++
    if (i === hi) return true
    if (hi - lo < many) return false
    swap(w, i, i - 1)
    // Go may go on to the left of the part; what stands there is less.
    if (i - lo >= 2) sinkLeft(w, i - 1, 0)
    for (let j = i + 1; j < hi && isLess(w, j, j - 1); j++) swap(w, j, j - 1)
  }
  return false
}

/** Where the elements end that equal the pivot, which is the least of the part. */
function behindEqual<T>(w: Work<T>, lo: number, hi: number, pivot: number): number {
  swap(w, lo, pivot)
  return cross(w, lo + 1, hi - 1, (i) => !isLess(w, lo, i)).next
}

/** Elements that are less than the pivot come before it, the others behind. */
function divide<T>(w: Work<T>, lo: number, hi: number, pivot: number) {
  swap(w, lo, pivot)
  const { next, swaps } = cross(w, lo + 1, hi - 1, (i) => isLess(w, i, lo))
  const middle = next - 1
  swap(w, middle, lo)
  return { middle, isSorted: swaps === 0 }
}

/** From both ends swaps what stands on the wrong side; gives the first place of the right side. */
function cross<T>(w: Work<T>, lo: number, hi: number, isLeft: (i: number) => boolean) {
  let [i, j, swaps] = [lo, hi, 0]
  for (; ; swaps++) {
    while (i <= j && isLeft(i)) i++
    while (i <= j && !isLeft(j)) j--
    if (i > j) return { next: i, swaps }
    swap(w, i++, j--)
  }
}
