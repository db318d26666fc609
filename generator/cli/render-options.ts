import { UserError } from '../core/finding.ts'
import type { RenderOptions } from '../kustomize/render.ts'
import type { Flags } from './command.ts'

/** What a command line of `strata render` asks for. */
export type Rendering = RenderOptions & {
  readonly directories: readonly string[]
  readonly all: boolean
  readonly output: string | undefined
  readonly explain: string | undefined
  readonly format: 'text' | 'json'
  readonly isReordered: boolean
}

/** The flags as options; without a directory it is the current one, as for kustomize. Throws UserError. */
export function renderOptions(operands: readonly string[], flags: Flags): Rendering {
  const { all, output, explain, format, reorder } = flags
  const directories = operands.length === 0 ? ['.'] : operands
  refuse(directories, flags)
  return {
    directories,
    all: all === true,
    output: output as string | undefined,
    explain: explain as string | undefined,
    format: format === 'json' ? 'json' : 'text',
    isReordered: reorder !== undefined,
    loadRestrictor: flags['load-restrictor'] as NonNullable<RenderOptions['loadRestrictor']>,
    ...(reorder === undefined ? {} : { reorder: reorder as 'legacy' | 'none' }),
  }
}

function refuse(directories: readonly string[], { all, output, explain, format }: Flags): void {
  const fail = (message: string, hint: string) => {
    throw new UserError({ message, hint })
  }
  const remote = directories.find((one) => /^(?:[a-z+]+:\/\/|git@|github\.com[/:])/i.test(one))
  if (remote !== undefined)
    fail(`${remote} is remote, and nothing is fetched`, 'clone it, and name its folder')
  if (explain !== undefined && (all || output !== undefined || directories.length > 1))
    fail('--explain is about one object of one directory', 'leave out --all, -o and other DIRs')
  if (explain === undefined && format === 'json')
    fail('--format json is for --explain', 'add --explain OBJECT, or leave --format out')
  if (output === '') fail('-o needs a file or a folder', 'name one')
  if (all && output !== undefined && directories.length > 1)
    fail('--all with -o takes one DIR', 'run it once for each, with an output folder of its own')
}
