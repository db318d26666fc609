const surrogate = /[\ud800-\udfff]/

const escaped = /[<>&\u2028\u2029]/g

/** JSON exactly as Go's `json.Marshal` writes it: no spaces, keys in byte order, `<`, `>`, `&` and line separators escaped. */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, member]) => member !== undefined)
    fields.sort(([a], [b]) => compareBytes(a, b))
    return `{${fields.map(([key, member]) => `${text(key)}:${goJson(member)}`).join(',')}}`
  }
  if (typeof value === 'string') return text(value)
  return Object.is(value, -0) ? '-0' : JSON.stringify(value)
}

/** Order of the UTF-8 bytes, as Go compares strings; it differs from JavaScript's own only above U+FFFF. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1
  return compareRunes(a, b)
}

function compareRunes(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function text(value: string): string {
  return JSON.stringify(value).replace(
    escaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
