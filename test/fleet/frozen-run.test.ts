import { apps } from '../../generator/apps/index.ts'
import { frozenValues } from '../../generator/fleet/index.ts'
import type { App, Placement } from '../../generator/fleet/types.ts'
import { valuesOf } from '../apps/values.ts'
import { assert, describe } from '../harness.ts'
import { site } from '../site.ts'

type Case = {
  readonly uses: string
  readonly given: object
  /** The values of the application on two days. */
  readonly first: object
  readonly later: object
}

const other = (tag: string) => ({ repository: 'registry.example.org/other', tag })

const CASES: readonly Case[] = [
  {
    uses: 'odc-product-generation',
    given: { items: [{ job_code: 'geomedian' }] },
    first: { job: { s3EndpointUrl: 'https://s3.example.org', env: { A: 'b' } } },
    later: {
      job: {
        image: other('v2'),
        tools: other('v3'),
        script: '/new.py',
        env: { C: 'd' },
        leaseSeconds: 5,
        requeue: false,
        datacubeSecret: 'x',
        awsSecret: 'y',
        resources: { limits: { cpu: '3' } },
      },
    },
  },
  {
    uses: 'tensorio-aggregator',
    given: {
      checkpointsFilePath: 'gs://b/list.txt',
      outputPath: 'gs://b/out',
      repository: {
        url: 'https://r.example.org',
        resourcePath: '/models/a',
        outputResourcePath: '/models/b',
      },
    },
    first: { repositoryTokens: {} },
    later: {
      credentials: { secret: 'other', key: 'other.json' },
      repositoryTokens: { secret: 'tokens' },
      checks: { image: other('v4') },
    },
  },
]

const placementOf = (app: App, values: unknown): Placement => ({
  instance: 'x',
  environment: 'test',
  app,
  values,
  common: values,
  given: [],
  runs: [],
  site: site('x'),
})

describe('a frozen run', {
  'is what it was when the values of its application change': () => {
    for (const { uses, given, first, later } of CASES) {
      const app = apps.find((a) => a.name === uses)
      if (!app?.run) throw new Error(`${uses} has no runs`)
      const [before, after] = [first, later].map((values) => valuesOf(app.values, values))
      const values = frozenValues(placementOf(app, before), given)
      assert.equal(valuesOf(app.run.values, values), values, `${uses}: nothing is left to defaults`)
      const made = (now: unknown, own: unknown) =>
        app.run?.resources(now, { id: 'r1', values: own }, site('x')).resources
      assert.equal(made(after, values), made(before, values), uses)
      const thawed = valuesOf(app.run.values, given)
      assert.not.equal(
        made(after, thawed),
        made(before, thawed),
        `${uses}: the test changes something`,
      )
    }
  },
  'what is given lies over what the application says': () => {
    const app = apps.find(({ name }) => name === 'odc-product-generation')
    if (!app) throw new Error('no odc-product-generation')
    const values = valuesOf(app.values, { job: { script: '/worker.py', parallelism: 2 } })
    const frozen = frozenValues(placementOf(app, values), { items: [{}], job: { parallelism: 4 } })
    const { job } = frozen as { job: { script: string; parallelism: number } }
    assert.equal([job.script, job.parallelism], ['/worker.py', 4])
  },
  'every application with runs is tried': () => {
    const names = apps.filter(({ run }) => run).map(({ name }) => name)
    assert.equal(names.sort(), CASES.map(({ uses }) => uses).sort())
  },
})
