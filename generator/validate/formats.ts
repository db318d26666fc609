/** One `format`: what a value of it must be, said so that it completes "must be …". */
export type Format = { readonly expects: string; readonly accepts: (value: unknown) => boolean }

/** A check of strings only; JSON Schema lets every other type pass. */
const strings =
  (accepts: (value: string) => boolean) =>
  (value: unknown): boolean =>
    typeof value !== 'string' || accepts(value)

/** A check of numbers only. */
const numbers =
  (accepts: (value: number) => boolean) =>
  (value: unknown): boolean =>
    typeof value !== 'number' || accepts(value)

const matches = (pattern: RegExp) => strings((value) => pattern.test(value))

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)
const QUANTITY = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$/
const DATE_TIME =
  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$/

/** Every format that the stored schemas use; `test/validate/schemas.test.ts` fails on one that is missing here. */
export const formats: Readonly<Record<string, Format>> = {
  int32: {
    expects: 'a 32-bit integer (-2147483648 to 2147483647)',
    accepts: numbers((value) => value >= -(2 ** 31) && value < 2 ** 31),
  },
  int64: {
    expects: 'a 64-bit integer',
    accepts: numbers((value) => Math.abs(value) <= 2 ** 63),
  },
  double: { expects: 'a number', accepts: () => true },
  'int-or-string': {
    expects: 'a 32-bit integer or a string',
    accepts: numbers((value) => value >= -(2 ** 31) && value < 2 ** 31),
  },
  quantity: {
    expects: 'a quantity such as 500m, 2, 1.5, 128Mi or 1Gi',
    accepts: matches(QUANTITY),
  },
  byte: { expects: 'base64', accepts: strings(isBase64) },
  'date-time': { expects: 'a time such as 2026-01-31T12:00:00Z', accepts: strings(isTime) },
  ipv4: { expects: 'an IPv4 address', accepts: matches(IPV4) },
  ipv6: { expects: 'an IPv6 address', accepts: strings(isIpv6) },
}

/** The day must exist. */
function isTime(value: string): boolean {
  if (!DATE_TIME.test(value)) return false
  const day = value.slice(0, 10)
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

/** Standard base64 with padding; line breaks are ignored, as Go's decoder does. */
function isBase64(value: string): boolean {
  const text = value.replace(/[\r\n]/g, '')
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

/** Eight groups of hexadecimal digits, `::` at most once, the last two possibly as IPv4. */
function isIpv6(value: string): boolean {
  const tail = value.slice(value.lastIndexOf(':') + 1)
  const text = IPV4.test(tail) ? `${value.slice(0, -tail.length)}0:0` : value
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false
  return halves.length === 2 ? groups.length < 8 : groups.length === 8
}
