import type { Command } from '../command.ts'

export const set: Command = {
  name: 'set',
  usage: 'PATH VALUE',
  summary: 'Set one value in fleet.yaml, comments and order kept: checked first, then written.',
  examples: [
    'strata set applications.azure-driver.environments.nova.values.replicas 4',
    'strata set applications.geodata.values.image.tag 3.8.6-python3.11-kubernetes',
    `strata set applications.web.values '{ "replicas": 2 }'`,
    `strata set 'clusters.nova.registry.mirror."docker.io"' registry.example.org/hub`,
  ],
  flags: {},
  operands: { least: 2, most: 2 },
  run: async (world, [path = '', value = '']) =>
    (await import('../set.ts')).setValue(world, path, value),
}
