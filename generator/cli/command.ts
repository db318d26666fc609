import type { ParseArgsConfig } from 'node:util'
import type { Catalog } from '../fleet/types.ts'

/** Names of `util.styleText` that messages use. */
export type Style = (format: 'red' | 'yellow' | 'green' | 'dim' | 'bold', text: string) => string

/** Everything a command may touch. Tests pass their own. */
export type World = {
  /** The applications and platforms; loaded only by commands that need them. */
  readonly catalog: () => Promise<Catalog>
  readonly cwd: string
  /** Folder of this package: schemas/ stands in it. */
  readonly home: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Paints what goes to `out`. */
  readonly style: Style
  /** Paints what goes to `err`, which may be a terminal where `out` is none; as `style` unless given. */
  readonly errStyle?: Style
  /** The clock: only ids of new runs come from it. */
  readonly now: () => Date
  /** Everything on standard input, as it is; asked only by commands that read it. */
  readonly stdin?: () => Promise<Uint8Array>
  /** What is being done; shown on a terminal when a run takes longer than a second. */
  readonly progress: (text: string) => void
}

export type Flag = {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** How the value is called in the help, e.g. `DIR`. */
  readonly value?: string
  readonly help: string
  readonly default?: string | boolean
  readonly choices?: readonly string[]
  readonly multiple?: true
  /** Taken for the sake of another tool's scripts, and without effect; the help names them in one line. */
  readonly ignored?: true
}

export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** What `--format` of findings takes: the names of `reporters`, which no help should load. */
export const FORMATS = [
  'text',
  'json',
  'github',
  'gitlab',
  'sarif',
  'junit',
  'markdown',
  'tap',
] as const

/** A command is data: help and option parsing are both derived from it, so they cannot disagree. */
export type Command = {
  readonly name: string
  /** What follows the name, e.g. `DIR`. */
  readonly usage: string
  readonly summary: string
  readonly examples: readonly string[]
  readonly flags: Readonly<Record<string, Flag>>
  /** How many operands it takes. */
  readonly operands: { readonly least: number; readonly most: number }
  /** Resolve to the exit code. Heavy rooms are imported in here, so that `--help` loads none. */
  readonly run: (world: World, args: readonly string[], flags: Flags) => Promise<number>
}

export function parseConfig({ flags }: Command): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short ? { short } : {}), ...(multiple ? { multiple } : {}) },
    ]),
  )
}
