import { type Problem, UserError } from '../../core/finding.ts'
import { type DuplicateKeys, placeOf, readNodes, toExactJson } from '../../yaml/index.ts'
import { decode, type Shape } from './decode.ts'

/** What a configuration file may have wrong without being refused. */
export type Tolerance = {
  readonly unknown?: 'refused' | 'ignored'
  readonly duplicateKeys?: DuplicateKeys
}

/**
 * Read a file that configures kustomize, as Go reads it into a struct; only its first document counts. The shape may
 * depend on what is there. Throws UserError with every mistake and its place.
 */
export function readConfig(
  text: string,
  file: string,
  shape: Shape | ((document: unknown) => Shape),
  { unknown, ...reading }: Tolerance = {},
): unknown {
  const [node = null] = readNodes(text, file, 'config', { ...reading, documents: 'first' })
  const document = toExactJson(node)
  const problems: Problem[] = []
  const report = ({
    pointer,
    key = false,
    ...problem
  }: Problem & { pointer: string; key?: boolean }) => {
    const place = placeOf(text, file, pointer, { key })
    problems.push(place === undefined ? problem : { ...problem, place })
  }
  const wanted = typeof shape === 'function' ? shape(document) : shape
  const read = decode(document, wanted, report, unknown)
  if (problems.length > 0) throw new UserError(problems)
  return read
}
