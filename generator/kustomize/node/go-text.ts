const space = '[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const around = new RegExp(`^${space}+|${space}+$`, 'g')

/** A text without the white space around it, as Go's strings.TrimSpace sees white space. */
export function trimmed(text: string): string {
  return text.replace(around, '')
}

/** The integer of 64 bits that a text is, as Go's strconv.Atoi reads it. */
export function int64Of(text: string): bigint | undefined {
  if (!/^[-+]?\d+$/.test(text)) return undefined
  const value = BigInt(text.replace('+', ''))
  return BigInt.asIntN(64, value) === value ? value : undefined
}
