import type { Command } from '../command.ts'

export const validate: Command = {
  name: 'validate',
  usage: '[PATH...] [--format NAME] [--kubernetes-version 1.NN]',
  summary:
    'Render everything and check every object against the schemas of its own cluster, and by rules.',
  examples: [
    'strata validate                                   # the whole repository, each overlay for its cluster',
    'strata validate overlays/openshift --format github',
    'strata validate ../other/manifests --kubernetes-version 1.34',
  ],
  flags: {
    format: {
      type: 'string',
      value: 'NAME',
      help: 'how to print findings',
      choices: ['text', 'json', 'github'],
      default: 'text',
    },
    'kubernetes-version': {
      type: 'string',
      value: '1.NN',
      help: 'version to check against where fleet.yaml says none; the newest stored one without it',
    },
  },
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  run: async (world, args, flags) =>
    (await import('../validate.ts')).validatePaths(world, args, {
      format: String(flags.format),
      version: flags['kubernetes-version'] as string | undefined,
    }),
}
