type Range = {
  readonly name: string
  readonly least: number
  readonly most: number
  readonly words?: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const FIELDS: readonly Range[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: MONTHS },
  { name: 'day of the week', least: 0, most: 6, words: DAYS },
]

const DESCRIPTORS = [
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]

const DURATION = /^[-+]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/

/** What is wrong with the schedule of a CronJob as its controller reads it (robfig/cron, five fields), or undefined. */
export function cronMistake(schedule: string): string | undefined {
  if (/^(?:CRON_)?TZ=/.test(schedule)) return 'names a time zone, which belongs into timeZone'
  if (schedule.startsWith('@')) return descriptorMistake(schedule)
  const parts = schedule.split(/\s+/).filter((part) => part !== '')
  if (parts.length !== FIELDS.length) return `has ${parts.length} fields instead of 5`
  for (const [index, range] of FIELDS.entries()) {
    const wrong = (parts[index] ?? '').split(',').find((part) => !isPart(part, range))
    if (wrong !== undefined)
      return `has the ${range.name} "${wrong}", which is not within ${range.least} to ${range.most}`
  }
  return undefined
}

function descriptorMistake(schedule: string): string | undefined {
  if (DESCRIPTORS.includes(schedule)) return undefined
  const every = schedule.startsWith('@every ') && DURATION.test(schedule.slice('@every '.length))
  return every ? undefined : 'is no descriptor that is known, such as @daily or @every 1h30m'
}

/** `*`, `?`, `a`, `a-b`, each with a step behind a slash or without. */
function isPart(part: string, range: Range): boolean {
  const [span = '', step, more] = part.split('/')
  if (more !== undefined || (step !== undefined && !/^[0-9]*[1-9][0-9]*$/.test(step))) return false
  const [from = '', to, beyond] = span.split('-')
  if (beyond !== undefined) return false
  if (from === '*' || from === '?') return to === undefined
  const [first, last] = [numberOf(from, range), numberOf(to ?? from, range)]
  return first >= range.least && last <= range.most && first <= last
}

function numberOf(text: string, { least, words = [] }: Range): number {
  const word = words.indexOf(text.toLowerCase())
  if (word >= 0) return word + least
  return /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
}
