import { didYouMean } from '../../core/suggest.ts'

/** Redis list that the worker reads; nothing else is possible. */
export const QUEUE = 'jobProduct'

type Check = (value: string) => string | undefined
type JobCode = 'geomedian' | 'fractional_cover' | 'shoreline'
const CODES: readonly string[] = ['geomedian', 'fractional_cover', 'shoreline'] satisfies JobCode[]

const like =
  (pattern: RegExp, says: string): Check =>
  (value) =>
    pattern.test(value) ? undefined : says
const text = like(/./, 'must not be empty')
const number = like(/^-?\d+(\.\d+)?$/, 'must be a number in quotes, e.g. "2130000.0"')
const whole = like(/^[1-9]\d*$/, 'must be a whole number in quotes, e.g. "1000"')
const date = like(
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  'must be a date, e.g. "2019-01-01"',
)
const crs = like(/^EPSG:\d+$/i, 'must be a coordinate system, e.g. "EPSG:3460"')

const REQUIRED: Readonly<Record<string, Check>> = {
  job_code: (value) => (CODES.includes(value) ? undefined : `must be one of ${CODES.join(', ')}`),
  product: text,
  query_x_from: number,
  query_y_from: number,
  query_x_to: number,
  query_y_to: number,
  time_from: date,
  time_to: date,
  output_crs: crs,
}
const USUAL: Readonly<Record<string, Check>> = {
  query_crs: crs,
  prefix: text,
  bucket: text,
  epsg4326_naming: text,
  cogeo_output: text,
}
const CHUNKS = { dask_time_chunk_size: whole, dask_x_chunk_size: whole, dask_y_chunk_size: whole }
const ONLY_FOR: Readonly<Record<JobCode, Readonly<Record<string, Check>>>> = {
  geomedian: { dask_chunk_size: whole },
  fractional_cover: CHUNKS,
  shoreline: { ...CHUNKS, tide_range_from: number, tide_range_to: number, time_step: text },
}

const isObject = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null && !Array.isArray(item)

/** What is wrong with one work item, in words; the worker itself would only log an error and call the item done. */
export function itemProblems(item: unknown): readonly string[] {
  if (!isObject(item)) return ['must be an object']
  const code = item.job_code as JobCode
  const known = { ...REQUIRED, ...USUAL, ...(CODES.includes(code) ? ONLY_FOR[code] : {}) }
  const missing = Object.keys(REQUIRED).filter((field) => !Object.hasOwn(item, field))
  const wrong = Object.entries(item).flatMap(([field, value]) => {
    if (!Object.hasOwn(known, field))
      return [
        `${field} is not known${CODES.includes(code) ? ` for ${code}` : ''}${didYouMean(field, Object.keys(known))}`,
      ]
    if (typeof value !== 'string') return [`${field} must be a string, in quotes`]
    const says = known[field]?.(value)
    return says === undefined ? [] : [`${field} ${says}`]
  })
  const backwards =
    wrong.length === 0 && `${item.time_from}` > `${item.time_to}`
      ? ['time_from is after time_to']
      : []
  return [...missing.map((field) => `${field} is missing`), ...wrong, ...backwards]
}

/** A line of a work item file: the item, or what is wrong with the line. */
export type Line = { readonly line: number; readonly item?: unknown; readonly wrong?: string }

/** Work items of a file: JSON or redis-cli's rpush, one per line; blank lines and comments are skipped. */
export function readItems(file: string): readonly Line[] {
  const lines = file.split('\n').map((line, i) => ({ line: i + 1, written: line.trim() }))
  return lines
    .filter(({ written }) => written !== '' && !written.startsWith('#'))
    .map(({ line, written }) => ({ line, ...readLine(written) }))
}

function readLine(written: string): { readonly item?: unknown; readonly wrong?: string } {
  const pushed = /^rpush\s+(\S+)\s+'(.*)'$/i.exec(written)
  if (pushed && pushed[1] !== QUEUE)
    return { wrong: `pushes to the list ${pushed[1]}, but the worker reads ${QUEUE} only` }
  try {
    return { item: JSON.parse(pushed?.[2] ?? written) }
  } catch {
    return { wrong: `is neither JSON nor rpush ${QUEUE} '<JSON>'` }
  }
}

/** Text of the list that the inserter reads: one item per line, as JSON. */
export const writeItems = (items: readonly unknown[]): string =>
  items.map((item) => `${JSON.stringify(item)}\n`).join('')
