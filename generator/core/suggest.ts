/** The known name that `typed` was probably meant to be (edit distance, adjacent swaps count one), if any is near. */
export function suggest(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.floor(Math.max(typed.length, 3) / 3) + 1
  for (const name of known) {
    const cost = distance(typed.toLowerCase(), name.toLowerCase(), least)
    if (cost < least) {
      best = name
      least = cost
    }
  }
  return best
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(typed: string, known: Iterable<string>): string {
  const name = suggest(typed, known)
  return name === undefined ? '' : `; did you mean "${name}"?`
}

/** Optimal string alignment distance, cut off at `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = nextRow(a, b, i, before, last)
    before = last
    last = row
  }
  return last[b.length] ?? limit
}

function nextRow(
  a: string,
  b: string,
  i: number,
  before: readonly number[],
  last: readonly number[],
): readonly number[] {
  const row = [i]
  for (let j = 1; j <= b.length; j++) {
    const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const cost = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
    row.push(swapped ? Math.min(cost, (before[j - 2] ?? 0) + 1) : cost)
  }
  return row
}
