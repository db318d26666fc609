import { remembered } from './remembered.ts'

const GRAMMAR = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?$/

const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/** Decimal digits that are kept, enough for nano quantities and their fractions. */
const SCALE = 30

/**
 * A Kubernetes quantity as an exact integer, comparable with other quantities (`1Gi` against `1024Mi`);
 * undefined when it is none. Digits beyond 30 decimals are cut.
 */
export function quantityOf(value: unknown): bigint | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' ? known(text) : undefined
}

/** The same few amounts stand everywhere. */
const known = remembered(parse)

function parse(text: string): bigint | undefined {
  const match = GRAMMAR.exec(text)
  const [, sign, whole = '', fraction = '', suffix = ''] = match ?? []
  if (match === null || whole + fraction === '') return undefined
  const exponent = SCALE + decimalExponent(suffix) - fraction.length
  const digits = BigInt(whole + fraction) * 2n ** BigInt(10 * (BINARY.indexOf(suffix) + 1))
  const amount =
    exponent >= 0 ? digits * 10n ** BigInt(exponent) : digits / 10n ** BigInt(-exponent)
  return sign === '-' ? -amount : amount
}

function decimalExponent(suffix: string): number {
  if (/^[eE][+-]?[0-9]/.test(suffix)) return Number(suffix.slice(1))
  return DECIMAL[suffix] ?? 0
}
