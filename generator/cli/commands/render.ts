import type { Command } from '../command.ts'

export const render: Command = {
  name: 'render',
  usage: 'DIR...',
  summary:
    'Print what `kustomize build DIR` prints, byte for byte; any kustomization, not only ours.',
  examples: [
    'strata render overlays/nova/azure-driver',
    'strata render overlays/nova | kubectl apply -f -',
  ],
  flags: {
    'load-restrictor': {
      type: 'string',
      value: 'NAME',
      help: 'whether files outside a kustomization may be read',
      choices: ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'],
      default: 'LoadRestrictionsRootOnly',
    },
  },
  operands: { least: 1, most: Number.POSITIVE_INFINITY },
  run: async (world, args, flags) =>
    (await import('../render.ts')).renderDirectories(
      world,
      args,
      flags['load-restrictor'] as 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone',
    ),
}
