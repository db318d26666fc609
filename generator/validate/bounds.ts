/** Whether a count lies outside its bounds. */
export function outside(count: number, least = -Infinity, most = Infinity): boolean {
  return count < least || count > most
}

/** Characters as JSON Schema counts them. */
export function codePoints(value: string): number {
  return /[\ud800-\udbff]/.test(value) ? [...value].length : value.length
}

/** The bounds in words. */
export function bounds(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return `must be at most ${most}`
  return most === undefined ? `must be at least ${least}` : `must be ${least} to ${most}`
}
