import { integerOf } from '../go-number.ts'
import { isScalar } from '../node.ts'
import { resolvePlain } from '../resolve.ts'

/** The short form of the tag of a plain scalar. */
export function tagOfPlain(text: string): string {
  const read = resolvePlain(text, 'resource')
  if (read === null) return '!!null'
  if (typeof read === 'boolean') return '!!bool'
  if (typeof read === 'number') return integerOf(text) === undefined ? '!!float' : '!!int'
  return read !== undefined && isScalar(read) ? (read.tag ?? '!!str') : '!!str'
}
