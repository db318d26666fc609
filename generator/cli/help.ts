import type { Command, Flag } from './command.ts'

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n')
}

const EXIT =
  'Exit codes: 0 clean, 1 findings or drift, 2 wrong use or unusable input, 3 a bug in strata.'

export function helpFor(commands: readonly Command[]): string {
  const rows = commands.map(
    (c) => [`${c.name} ${c.usage.replace(/ ?\[--.*$/, '')}`.trimEnd(), c.summary] as const,
  )
  return [
    'Usage: strata <command>',
    '',
    'One typed fleet.yaml to Kustomize bases and proven overlays, checked before anything is written.',
    '',
    'Commands:',
    columns(rows),
    '',
    'Options:',
    columns([
      ['-h, --help', 'help, also behind a command'],
      ['--version', 'the version of strata'],
    ]),
    '',
    EXIT,
    '',
  ].join('\n')
}

const flagName = (name: string, { short, value }: Flag): string =>
  `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`

const flagHelp = ({ help, choices, default: value }: Flag): string =>
  help +
  (choices ? ` (${choices.join(', ')})` : '') +
  (value === undefined || value === false ? '' : ` [${value}]`)

export function helpForCommand({ name, usage, summary, flags, examples }: Command): string {
  const all = Object.entries(flags)
  const rows = all
    .filter(([, flag]) => !flag.ignored)
    .map(([f, flag]) => [flagName(f, flag), flagHelp(flag)] as const)
  const ignored = all.filter(([, flag]) => flag.ignored).map(([f]) => `--${f}`)
  return [
    `Usage: strata ${name} ${usage}`.trimEnd(),
    '',
    summary,
    ...(rows.length > 0 ? ['', 'Options:', columns(rows)] : []),
    ...(ignored.length > 0 ? ['', `Taken, and without effect: ${ignored.join(', ')}`] : []),
    '',
    'Examples:',
    ...examples.map((line) => `  ${line}`),
    '',
    EXIT,
    '',
  ].join('\n')
}
