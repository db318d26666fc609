/** A count of at least 0, or a percentage up to `most`; values of another type are left to the schema layer. */
export function isShare(value: unknown, most: number): boolean {
  if (typeof value === 'number') return value >= 0
  if (typeof value !== 'string') return true
  return /^[0-9]+%$/.test(value) && Number(value.slice(0, -1)) <= most
}

/** Whether a count or percentage is nothing at all: 0 or 0%. */
export function isNothing(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && /^0+%$/.test(value))
}
