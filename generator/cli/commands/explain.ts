import type { Command } from '../command.ts'

export const explain: Command = {
  name: 'explain',
  usage: '[RULE]',
  summary: 'Say what a rule demands, why, and what to do, with a good and a bad example.',
  examples: ['strata explain volume-source', 'strata explain                   # all rules'],
  flags: {},
  operands: { least: 0, most: 1 },
  run: async (world, args) => (await import('../explain.ts')).explainRule(world, args[0]),
}
