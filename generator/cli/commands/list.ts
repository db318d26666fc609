import type { Command } from '../command.ts'

export const list: Command = {
  name: 'list',
  usage: 'apps|environments|files|images|secrets',
  summary: 'List what the fleet holds.',
  examples: [
    'strata list apps',
    'strata list secrets --environment nova    # what must exist in which namespace, and what for',
  ],
  flags: {
    environment: { type: 'string', short: 'e', value: 'NAME', help: 'only what is in it' },
  },
  operands: { least: 1, most: 1 },
  run: async (world, [what = ''], { environment }) =>
    (await import('../list.ts')).listFleet(world, what, environment as string | undefined),
}
