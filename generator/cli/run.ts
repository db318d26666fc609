import { parseArgs } from 'node:util'
import { type Problem, UserError } from '../core/finding.ts'
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

function described({ message, hint, place }: Problem, { style }: World): string {
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : ''
  return `${style('red', 'error')} ${where}${message}\n${style('dim', `  fix: ${hint}`)}\n`
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
  const { values, positionals } = attempt(command, args, hint)
  const { least, most } = command.operands
  if (positionals.length < least || positionals.length > most) {
    const wants = least === most ? `${least}` : `at least ${least}`
    throw new UserError({
      message: `${command.name} takes ${wants} operand${least === 1 ? '' : 's'}, not ${positionals.length}`,
      hint,
    })
  }
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

function attempt(command: Command, args: readonly string[], hint: string) {
  try {
    return parseArgs({ args: [...args], options: parseConfig(command), allowPositionals: true })
  } catch (error) {
    const option = /'(--?[^'=]+)/.exec((error as Error).message)?.[1] ?? ''
    const known = Object.keys(command.flags).map((f) => `--${f}`)
    const [first = ''] = (error as Error).message.split('. ')
    throw new UserError({ message: `${first}${didYouMean(option, known)}`, hint }, { cause: error })
  }
}
