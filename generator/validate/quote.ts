import { typeOf } from './types.ts'

const LONGEST = 80

/** A value as JSON, cut when it is long; of a secret only what kind of value it is. */
export function quote(value: unknown, secret = false): string {
  if (secret) return typeOf(value)
  return cut(JSON.stringify(value) ?? 'nothing', LONGEST)
}

/** The text, its end replaced by an ellipsis when it is longer. */
export function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** The values of an enum as people choose them: without the empty string and null, which only mean "not set". */
export function allowed(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => value !== null && value !== '').map(String)
}
