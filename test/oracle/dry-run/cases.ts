import { apps } from '../../../generator/apps/index.ts'
import { loadFleet } from '../../../generator/cli/load.ts'
import { repositoryUnits } from '../../../generator/cli/validate-repository.ts'
import type { Resource } from '../../../generator/core/resource.ts'
import { platforms } from '../../../generator/platforms/index.ts'
import { rules } from '../../../generator/validate/index.ts'
import { readYaml } from '../../../generator/yaml/index.ts'
import { seeds, sound } from '../../validate/seeds.ts'
import { upstream } from '../../validate/upstream.ts'

/** Objects that are rendered together, for a cluster of one minor. */
export type Case = {
  readonly what: string
  readonly kubernetes: string
  readonly platform?: string
  readonly resources: readonly Resource[]
}

/** Every rendering of the shipped repository that reaches a cluster. */
export async function shippedCases(): Promise<readonly Case[]> {
  const { plan, disk } = await loadFleet({
    catalog: async () => ({ apps, platforms }),
    cwd: process.cwd(),
    home: process.cwd(),
    out: () => {},
    err: () => {},
    style: (_format, text) => text,
    now: () => new Date(),
    progress: () => {},
  })
  return repositoryUnits(disk, plan).map(({ source, ...unit }) => ({ what: source, ...unit }))
}

const FIXTURES = '1.34'

/** What is wrong on purpose, and what only looks so: the seeded errors, the defects of the charts, the examples of all rules. */
export function fixtureCases(): readonly Case[] {
  const made = (what: string, resources: readonly Resource[], platform?: string): Case => ({
    what,
    kubernetes: FIXTURES,
    resources,
    ...(platform === undefined ? {} : { platform }),
  })
  return [
    ...seeds.map(([what, , resource]) => made(`seed "${what}"`, [resource])),
    ...sound.map(([what, resource]) => made(`sound "${what}"`, [resource])),
    ...upstream.map(({ id, yaml, platform }) =>
      made(`defect ${id}`, readYaml(yaml, 'a.yaml') as Resource[], platform),
    ),
    ...rules.flatMap(({ id, examples }) => {
      const { good, bad, platform } = examples()
      return [
        made(`good example of ${id}`, good, platform),
        made(`bad example of ${id}`, bad, platform),
      ]
    }),
  ]
}
