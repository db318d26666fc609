const letter = /\p{L}/u
const digit = /\p{Nd}/u
const ascii = /^[\0-\x7f]*$/

/** The order of keys in go-yaml v2 (sorter.go): letters behind everything else, runs of digits as numbers. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  let i = 0
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (isLatin(a.charCodeAt(i)) && isLatin(b.charCodeAt(i))) return a.charCodeAt(i) - b.charCodeAt(i)
  return isBefore(a, b) ? -1 : 1
}

/** The letters of ASCII, for which the rest of this file would come to the same result, slowly. */
function isLatin(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

/** Sorted keys; a new list only when they are not in order yet. */
export function sortKeys(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++)
    if (compareKeys(keys[i - 1] ?? '', keys[i] ?? '') > 0) return keys.toSorted(compareKeys)
  return keys
}

function isBefore(a: string, b: string): boolean {
  if (!ascii.test(a) || !ascii.test(b)) return isRuneBefore([...a], [...b])
  return isRuneBefore(a, b)
}

type Runes = { readonly length: number; readonly [index: number]: string }

function isRuneBefore(a: Runes, b: Runes): boolean {
  const shorter = Math.min(a.length, b.length)
  let i = 0
  while (i < shorter && a[i] === b[i]) i++
  const [x, y] = [a[i], b[i]]
  if (i === shorter || x === undefined || y === undefined) return a.length < b.length
  const [isX, isY] = [letter.test(x), letter.test(y)]
  if (isX && isY) return codeOf(x) < codeOf(y)
  if (isX || isY) return isY
  return isNumberBefore(a, b, i) ?? codeOf(x) < codeOf(y)
}

/** The digits from `i` on as numbers, then by their count; undefined when both are equal. */
function isNumberBefore(a: Runes, b: Runes, i: number): boolean | undefined {
  const start = a[i] === '0' || b[i] === '0' ? carry(a, i) : 0n
  const [x, countX] = numberAt(a, i, start)
  const [y, countY] = numberAt(b, i, start)
  if (x !== y) return x < y
  return countX === countY ? undefined : countX < countY
}

/** A digit other than zero before a zero makes both numbers start with 1, so that 10 stands behind 9. */
function carry(runes: Runes, i: number): bigint {
  for (let j = i - 1; j >= 0 && digit.test(runes[j] ?? ''); j--) if (runes[j] !== '0') return 1n
  return 0n
}

function numberAt(runes: Runes, i: number, start: bigint): readonly [bigint, number] {
  let end = i
  let value = start
  for (; end < runes.length && digit.test(runes[end] ?? ''); end++)
    value = BigInt.asIntN(64, value * 10n + BigInt(codeOf(runes[end] ?? '') - 48))
  return [value, end]
}

function codeOf(rune: string): number {
  return rune.codePointAt(0) ?? 0
}
