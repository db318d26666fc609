import type { Command } from '../command.ts'

export const list: Command = {
  name: 'list',
  usage: 'apps|environments|files|images|secrets',
  summary: 'List what the fleet holds.',
  examples: [
    'strata list apps',
    'strata list secrets    # what must exist in which namespace, and what for',
  ],
  flags: {},
  operands: { least: 1, most: 1 },
  run: async (world, args) => (await import('../list.ts')).listFleet(world, args[0] ?? ''),
}
