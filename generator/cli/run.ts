import { parseArgs } from 'node:util'
import { type Problem, UserError } from '../core/finding.ts'
import { saidOnce } from '../core/said-once.ts'
import { didYouMean } from '../core/suggest.ts'
import { type Command, type Flags, parseConfig, type World } from './command.ts'
import { commands } from './commands/index.ts'
import { helpFor, helpForCommand } from './help.ts'
import { version } from './version.ts'

/** The whole tool as a function: arguments in, exit code out, effects only through `world`. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  try {
    return await dispatch(argv, world)
  } catch (error) {
    if (error instanceof UserError) {
      world.err(error.problems.map((p) => described(p, world)).join(''))
      const { length } = error.problems
      if (length > 1) world.err(`${length} errors\n`)
      return 2
    }
    const stack = error instanceof Error ? error.stack : String(error)
    world.err(`This is a bug in strata, not in your files.\n${stack}\n`)
    return 3
  }
}

function described(problem: Problem, { style, errStyle = style }: World): string {
  const { message, hint, place } = saidOnce(problem)
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : ''
  return `${errStyle('red', 'error')} ${where}${message}\n${errStyle('dim', `  fix: ${hint}`)}\n`
}

const HELP = new Set(['--help', '-h', 'help'])

async function dispatch([name, ...rest]: readonly string[], world: World): Promise<number> {
  if (name === undefined || HELP.has(name)) {
    world.out(helpFor(commands))
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    world.out(`strata ${version}\n`)
    return 0
  }
  const command = commands.find((c) => c.name === name)
  const names = commands.map((c) => c.name)
  if (!command)
    throw new UserError({
      message: `unknown command "${name}"${didYouMean(name, names)}`,
      hint: `use one of ${names.join(', ')}`,
    })
  if (rest.includes('--help') || rest.includes('-h')) {
    world.out(helpForCommand(command))
    return 0
  }
  const { flags, operands } = parse(command, rest)
  return command.run(world, operands, flags)
}

function parse(command: Command, args: readonly string[]): { flags: Flags; operands: string[] } {
  const hint = `strata ${command.name} --help`
  const { values, positionals, given } = attempt(command, args, hint)
  refuseRepeated(command, given, hint)
  refuseCount(command, positionals.length, hint)
  for (const [name, { choices }] of Object.entries(command.flags)) {
    const given = values[name]
    if (choices && typeof given === 'string' && !choices.includes(given))
      throw new UserError({
        message: `--${name} is "${given}", must be one of ${choices.join(', ')}${didYouMean(given, choices)}`,
        hint,
      })
  }
  const defaults = Object.entries(command.flags).map(([name, flag]) => [name, flag.default])
  return { flags: { ...Object.fromEntries(defaults), ...(values as Flags) }, operands: positionals }
}

function refuseCount({ name, operands: { least, most } }: Command, count: number, hint: string) {
  if (count >= least && count <= most) return
  const [bound, wanted] = count < least ? ['at least', least] : ['at most', most]
  const wants = least === most ? `${wanted}` : `${bound} ${wanted}`
  throw new UserError({
    message: `${name} takes ${wants} operand${wanted === 1 ? '' : 's'}, not ${count}`,
    hint,
  })
}

/** Of two different values one would be lost in silence. */
function refuseRepeated({ flags }: Command, given: Given, hint: string): void {
  for (const [name, { multiple, ignored }] of Object.entries(flags)) {
    const [first, ...more] = given[name] ?? []
    const other = multiple || ignored ? undefined : more.find((value) => value !== first)
    if (other !== undefined)
      throw new UserError({ message: `--${name} is given as "${first}" and as "${other}"`, hint })
  }
}

/** Every value that a flag was given on the command line, by its name. */
type Given = Readonly<Record<string, readonly string[]>>

function attempt(command: Command, args: readonly string[], hint: string) {
  try {
    const { tokens, ...parsed } = parseArgs({
      args: [...args],
      options: parseConfig(command),
      allowPositionals: true,
      tokens: true,
    })
    const given: Record<string, string[]> = {}
    for (const token of tokens)
      if (token.kind === 'option' && token.value !== undefined)
        given[token.name] = [...(given[token.name] ?? []), token.value]
    return { ...parsed, given }
  } catch (error) {
    const known = Object.keys(command.flags).map((f) => `--${f}`)
    // Go's programs take -skip for --skip; parseArgs would speak of -s.
    const single = args.find((arg) => known.includes(`-${arg.split('=')[0]}`))
    if (single !== undefined)
      throw new UserError({ message: `unknown option "${single}"`, hint: `write -${single}` })
    const option = /'(--?[^'=]+)/.exec((error as Error).message)?.[1] ?? ''
    const [first = ''] = (error as Error).message.split('. ')
    throw new UserError({ message: `${first}${didYouMean(option, known)}`, hint }, { cause: error })
  }
}
