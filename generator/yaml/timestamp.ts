/** The four layouts of go-yaml's `allowedTimestampFormats`, with the leniency of Go's time.Parse. */
const layout =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d\d:\d\d))| +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?)?$/

/** What a timestamp of a resource becomes in JSON (`2001-1-1` is `2001-01-01T00:00:00Z`), or undefined if it is none. */
export function rfc3339(text: string): string | undefined {
  const parts = layout.exec(text)
  if (parts === null) return undefined
  const [, year = '', month = '', day = ''] = parts
  const hour = parts[4] ?? parts[9] ?? '0'
  const minute = parts[5] ?? parts[10] ?? '0'
  const second = parts[6] ?? parts[11] ?? '0'
  if (!isDate(Number(year), Number(month), Number(day))) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const date = `${year}-${two(month)}-${two(day)}`
  const time = `${two(hour)}:${two(minute)}:${two(second)}${fraction(parts[7] ?? parts[12])}`
  return `${date}T${time}${zone(parts[8])}`
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}

/** Nanoseconds without the zeros at the end; further digits are cut. */
function fraction(digits = ''): string {
  const kept = digits.slice(0, 9).replace(/0+$/, '')
  return kept === '' ? '' : `.${kept}`
}

function zone(text = 'Z'): string {
  return text === '+00:00' || text === '-00:00' ? 'Z' : text
}

function two(digits: string): string {
  return digits.padStart(2, '0')
}
