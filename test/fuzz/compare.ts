import { posix } from 'node:path'
import { UserError } from '../../generator/core/finding.ts'
import { build } from '../../generator/kustomize/index.ts'
import type { Input, Outcome } from './input.ts'

/** How ours and theirs disagree about an input; `key` is equal for differences that look alike. */
export type Difference = {
  readonly kind: 'output' | 'we refuse' | 'they refuse' | 'we break'
  readonly key: string
  readonly ours: string
  readonly theirs: string
}

/** The directory in which the oracle has the tree: ValueAddTransformer asks for its name. */
const place = 'tree'

/** What our own kustomize makes of an input. An error that is no UserError is a bug of ours: `broken`. */
export function ours({ files, root, options }: Input): Outcome {
  const tree = Object.entries(files).map(([path, text]) => [`${place}/${path}`, text] as const)
  try {
    return { output: build(new Map(tree), posix.join(place, root), options) }
  } catch (error) {
    if (error instanceof UserError) return { error: error.message }
    return { error: error instanceof Error ? (error.stack ?? error.message) : '?', broken: true }
  }
}

/** Nothing when both print the same, or both refuse. */
export function difference(mine: Outcome, real: Outcome): Difference | undefined {
  const [ours, theirs] = [mine, real].map((one) => ('output' in one ? one.output : one.error))
  const both = { ours: ours ?? '', theirs: theirs ?? '' }
  if ('error' in mine && mine.broken === true)
    return { kind: 'we break', key: `we break: ${frames(mine.error)}`, ...both }
  if ('error' in mine && 'error' in real) return undefined
  if ('error' in mine)
    return { kind: 'we refuse', key: `we refuse: ${general(mine.error)}`, ...both }
  if ('error' in real)
    return { kind: 'they refuse', key: `they refuse: ${general(real.error)}`, ...both }
  if (mine.output === real.output) return undefined
  return { kind: 'output', key: `output: ${firstLine(mine.output, real.output)}`, ...both }
}

/** The message and the place in our code where it broke. */
const frames = (stack: string): string =>
  stack
    .split('\n')
    .slice(0, 3)
    .map((line) => line.replace(/\(.*\/(\w[\w.-]*:\d+):\d+\)/, '$1').trim())
    .join(' ')

/** A message without what is particular to one tree. */
const general = (message: string): string =>
  message
    .replace(/\n[\s\S]*/, '')
    .replace(/.*(?=json: unsupported type)/, '')
    .replace(/(?:recursed accumulation of path|accumulat\w+ \w+|accumulation err=)[^:]*: /g, '')
    .replace(/"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`/g, '_')
    .replace(/[\w.$\-/]*\/[\w.$\-/]+|\w+\.ya?ml\S*/g, '<path>')
    .replace(/\d+/g, '0')
    .slice(-160)

/** The first line that differs, as the names of its fields on both sides. */
function firstLine(a: string, b: string): string {
  const [mine, real] = [a.split('\n'), b.split('\n')]
  const at = mine.findIndex((line, i) => line !== real[i])
  const i = at < 0 ? mine.length : at
  const shape = (line: string | undefined) =>
    (line ?? '<end>')
      .trim()
      .replace(/(:|^-) .*/, '$1')
      .slice(0, 40)
  return `${shape(mine[i])} | ${shape(real[i])}`
}
