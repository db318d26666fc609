const leastInt64 = -(2n ** 63n)
const greatestInt64 = 2n ** 63n - 1n
const greatestUint64 = 2n ** 64n - 1n

const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

const separated = /^\.(?:[0-9]|[0-9]_(?=[0-9]))+(?:[eE][-+]?(?:[0-9]|[0-9]_(?=[0-9]))+)?$/

/** The integer that go-yaml reads in this text (`0x1F`, `017`, `1_000`), or undefined; 64 bits, signed or unsigned. */
export function integerOf(text: string): bigint | undefined {
  const parts = text.startsWith('_')
    ? null // The first sign says whether it may be a number at all.
    : integer.exec(text.includes('_') ? text.replaceAll('_', '') : text)
  if (parts === null) return undefined
  const [, sign, hex, binary, octal, decimal] = parts
  const size = based('0x', hex) ?? based('0b', binary) ?? based('0o', octal) ?? BigInt(decimal ?? 0)
  const value = sign === '-' ? -size : size
  const top = sign === '' ? greatestUint64 : greatestInt64
  return value >= leastInt64 && value <= top ? value : undefined
}

function based(prefix: string, digits: string | undefined): bigint | undefined {
  return digits === undefined ? undefined : BigInt(prefix + digits)
}

/** The float that go-yaml reads in this text (`1.`, `08`, `1e3`), or undefined, also when it is too large for one. */
export function floatOf(text: string): number | undefined {
  // Behind a leading point Go's ParseFloat judges the underscores itself: `.5_0` is a number, `._5` is not.
  if (text.startsWith('.') && !separated.test(text)) return undefined
  const plain = text.replaceAll('_', '')
  if (!float.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

/**
 * A float64 as kustomize prints it: integers of 64 bits in full, everything else in Go's `%g` (exponent form
 * below 1e-4 and from 1e6 on). Infinities and NaN have no form in JSON: a plain Error.
 */
export function goNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be printed`)
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return goFloat(value)
  const digits = String(value + 0) // -0 is 0, as in Go's JSON
  if (Number.isSafeInteger(value)) return digits
  const exact = BigInt(digits)
  return exact >= leastInt64 && exact <= greatestUint64 ? digits : goFloat(value)
}

/** A float64 in Go's shortest `%g`: with an exponent below 1e-4 and from 1e6 on. */
export function goFloat(value: number): string {
  const [digits = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 6) return String(value)
  const size = String(Math.abs(exponent)).padStart(2, '0')
  return `${digits}e${exponent < 0 ? '-' : '+'}${size}`
}

/** A float key as sigs.k8s.io/yaml turns it into text: with the digits of a float32. */
export function goFloat32(value: number): string {
  const single = Math.fround(value)
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === single) return goFloat(short)
  }
  return goFloat(single)
}
