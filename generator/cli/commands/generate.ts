import { type Command, FORMATS } from '../command.ts'

export const generate: Command = {
  name: 'generate',
  usage: '[--check [--format NAME]] [--force]',
  summary:
    'Write base/, overlays/ and clusters/ from fleet.yaml: rendered, proven and checked first.',
  examples: [
    'strata generate',
    'strata generate --check    # in a pull request: write nothing, fail on drift',
    'strata generate --check --format github',
  ],
  flags: {
    check: { type: 'boolean', help: 'write nothing; exit 1 if a file is out of date' },
    format: {
      type: 'string',
      value: 'NAME',
      help: 'how to print what --check finds',
      choices: FORMATS,
      default: 'text',
    },
    force: {
      type: 'boolean',
      help: 'overwrite generated files that were edited by hand, and let old runs change',
    },
  },
  operands: { least: 0, most: 0 },
  run: async (world, _args, flags) =>
    (await import('../generate.ts')).generateRepository(world, {
      check: flags.check === true,
      force: flags.force === true,
      format: String(flags.format),
    }),
}
