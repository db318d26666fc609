import { posix } from 'node:path'
import { UserError } from '../../core/finding.ts'
import type { Layer } from '../layer.ts'
import type { GeneratorArgs } from '../read/kustomization.ts'
import { utf8Of } from '../read/loader.ts'
import { readableLines } from '../warnings/env-file-cut.ts'

/** Keys and their content: text, or bytes that are no UTF-8. */
export type KeyValues = ReadonlyMap<string, string | Uint8Array>

type Pair = readonly [key: string, value: string | Uint8Array]

/** What a generator's sources hold: env files, then literals, then files. A key that comes twice is an error. */
export function keyValuesOf(args: GeneratorArgs, place: string, layer: Layer): KeyValues {
  const pairs = [
    ...(args.envs ?? []).flatMap((file) => envPairs(file, place, layer)),
    ...(args.literals ?? []).map((literal) => literalPair(literal, place)),
    ...(args.files ?? []).map((source) => filePair(source, place, layer)),
  ]
  const found = new Map<string, string | Uint8Array>()
  for (const [key, value] of pairs) {
    if (found.has(key))
      throw new UserError({
        message: `${place} has the key ${JSON.stringify(key)} twice`,
        hint: 'remove one of its sources',
      })
    found.set(key, value)
  }
  return found
}

/** What Go calls space, which is not quite what JavaScript trims. */
const leadingSpace = /^[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

/** Lines `key=value`, taken as they stand; blank lines, comments and lines without key are skipped. */
function envPairs(file: string, place: string, layer: Layer): readonly Pair[] {
  const content = layer.load(file)
  const text = typeof content === 'string' ? content : utf8Of(content)
  if (text === undefined)
    throw new UserError({ message: `${place}: ${file} is not UTF-8`, hint: 'save it as UTF-8' })
  const [lines, problems] = readableLines(text, file, place)
  for (const problem of problems) layer.warn(problem, pointerOf(place))
  return lines
    .map((line, i) => line.replace(/\r$/, '').slice(i === 0 && line.startsWith('\uFEFF') ? 1 : 0))
    .map((line) => line.replace(leadingSpace, ''))
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('='))
    .map((line) => splitAt(line, line.indexOf('=')))
}

/** The generator that a place names; none for plugins. */
function pointerOf(place: string): string {
  return place.replace(/^.*: (\w+)\[(\d+)\]$|.*/, (_, field, at) =>
    field ? `/${field}/${at}` : '',
  )
}

/** `key=value`; one pair of equal quotes around the value goes away. */
function literalPair(literal: string, place: string): Pair {
  const equals = literal.indexOf('=')
  if (equals < 1)
    throw new UserError({
      message: `${place} has the literal ${JSON.stringify(literal)}`,
      hint: 'write literals as key=value',
    })
  const [key, value] = splitAt(literal, equals)
  return [key, /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value]
}

/** `path` or `key=path`; without a key the file's own name is it. */
function filePair(source: string, place: string, layer: Layer): Pair {
  const [first = '', path, ...more] = source.split('=')
  if (path === undefined) return [posix.basename(first), layer.load(first)]
  if (first === '' || path === '' || more.length > 0)
    throw new UserError({
      message: `${place} has the file source ${JSON.stringify(source)}`,
      hint: 'write path, or key=path, without another =',
    })
  return [first, layer.load(path)]
}

function splitAt(text: string, place: number): readonly [string, string] {
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)]
}
