const space = '[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const around = new RegExp(`^${space}+|${space}+$`, 'g')

/** A text without the white space around it, as Go's strings.TrimSpace sees white space. */
export function trimmed(text: string): string {
  return text.replace(around, '')
}
