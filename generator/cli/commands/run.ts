import type { Command } from '../command.ts'

export const run: Command = {
  name: 'run',
  usage: 'APPLICATION [KEY=VALUE...] --environment NAME [--id ID]',
  summary: 'Add a run of a one-shot Job to fleet.yaml, frozen: later changes do not touch it.',
  examples: [
    'strata run landsat --environment nova workItems=base/landsat/items/landsat.txt',
    'strata run flea-aggregator --environment nova --id trial-1 checkpointsFilePath=gs://b/list.txt outputPath=gs://b/out',
  ],
  flags: {
    environment: { type: 'string', short: 'e', value: 'NAME', help: 'where it runs' },
    id: {
      type: 'string',
      value: 'ID',
      help: 'part of the name of the Job, never used twice; date and time (UTC) without it',
    },
  },
  operands: { least: 1, most: Number.POSITIVE_INFINITY },
  run: async (world, [application = '', ...pairs], { environment, id }) =>
    (await import('../add-run.ts')).addRun(world, application, pairs, {
      environment: environment as string | undefined,
      id: id as string | undefined,
    }),
}
