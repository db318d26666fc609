import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../generator/cli/run.ts'
import { catalog } from '../catalog.ts'
import { assert, describe, golden } from '../harness.ts'
import { type Step, transcript } from './transcript.ts'

const FLEET = `repository: { url: https://git.example.org/fleet.git }
clusters:
  dev: { platform: minikube, kubernetes: "1.36", storage: { shared: { kind: hostPath, path: /data } } }
  prod: { platform: nova, kubernetes: "1.35", storage: { shared: { kind: class, class: rwx } } }
environments: { dev: {}, prod: {} }
applications:
  # Sells things.
  shop:
    uses: web
    values:
      tag: v1 # the release bot writes here
    environments:
      dev: {} # no run yet
      prod:
        values: { replicas: 3 } # three zones
        keep: 2
        runs:
          - id: first # by hand
            values: { items: pears }
`
const fleet: Step = { file: 'fleet.yaml', content: FLEET }
const shown: Step = { show: 'fleet.yaml' }

describe('strata set and strata run', {
  'values are set in place': async () =>
    golden(
      await transcript(
        fleet,
        'strata set applications.shop.environments.prod.values.replicas 5',
        'strata set applications.shop.environments.prod.values.replicas 5',
        'strata set applications.shop.environments.dev.values.replicas 0',
        'strata set applications.shop.environments.dev.values.greeting no',
        `strata set applications.shop.environments.prod.values.hosts '["a.example.org", "b.example.org"]'`,
        'strata set clusters.prod.kubernetes 1.36',
        `strata set 'clusters.prod.registry.mirror."docker.io"' registry.example.org/hub`,
        'strata set /applications/shop/environments/prod/values/mode fancy',
        'strata set applications.shop.environments.prod.values.greeting null',
        `strata set applications.mall '{ uses: web, environments: { dev: {} } }'`,
        shown,
        'strata generate',
      ),
      'test/cli/set.golden.txt',
    ),
  'everything that set can be told wrong': async () =>
    golden(
      await transcript(
        'strata set applications.shop.values.tag v2',
        fleet,
        'strata set applications.shop.values.tag',
        'strata set applications..tag v2',
        'strata set applications.shop.values.tga v2',
        'strata set applications.shpo.values.tag v2',
        'strata set applications.shop.environments.staging.values.tag v2',
        'strata set applications.shop.environments.prod.values.replicas many',
        'strata set applications.shop.environments.prod.values.replicas 51',
        `strata set applications.shop.environments.prod.values.replicas ''`,
        `strata set applications.shop.environments.prod.values '{ replicas: '`,
        'strata set applications.shop.values.tag.major 2',
        'strata set applications.shop.environments.prod.runs.7.id x',
        'strata set applications.shop.values.upstream nowhere',
        'strata set clusters.prod.kubernetes 1.20',
        'strata set applications.shop.environments.dev.namespace A_B',
        'strata set environments.dev.cluster prdo',
        shown,
        {
          file: 'fleet.yaml',
          content: `${FLEET}  mall: { uses: wbe, environments: { dev: {} } }\n`,
        },
        'strata set applications.shop.values.tag v2',
      ),
      'test/cli/set-wrong.golden.txt',
    ),
  'runs are added, frozen': async () =>
    golden(
      await transcript(
        fleet,
        'strata generate',
        'strata set applications.shop.values.tag v2',
        'strata run shop --environment prod items=plums',
        'strata run shop --environment prod items=figs workers=2',
        'strata run shop -e dev --id by-name items=nuts tag=1.10',
        shown,
        'strata set applications.shop.values.tag v2',
        'strata generate',
        'strata render overlays/prod/shop/runs',
        { change: 'fleet.yaml', from: 'items: figs', to: 'items: dates' },
        'strata generate --check',
        'strata generate',
        'strata set applications.shop.values.tag v3',
        'strata generate --force',
        'strata generate --check',
        { file: 'overlays/prod/shop/runs', content: null },
        { change: 'fleet.yaml', from: 'items: dates', to: 'items: grapes' },
        'strata generate',
      ),
      'test/cli/run.golden.txt',
    ),
  'everything that run can be told wrong': async () =>
    golden(
      await transcript(
        fleet,
        'strata run',
        'strata run shop items=plums',
        'strata run shpo --environment prod items=plums',
        'strata run shop --environment prdo items=plums',
        'strata run shop --environment prod plums',
        'strata run shop --environment prod itmes=plums items=x',
        'strata run shop --environment prod',
        'strata run shop --environment prod items=plums workers=none',
        'strata run shop --environment prod items=plums workers=0',
        'strata run shop --environment prod items=plums --id first',
        'strata run shop --environment prod items=plums --id No_Label',
        `strata run shop --environment prod items=plums --id ${'a'.repeat(60)}`,
        shown,
      ),
      'test/cli/run-wrong.golden.txt',
    ),
  'included files, Windows line breaks and a byte order mark stay': async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'strata-'))
    try {
      const [head = '', rest = ''] = FLEET.split('applications:\n')
      const team = `\ufeffapplications:\n${rest}`.replaceAll('\n', '\r\n')
      await writeFile(join(cwd, 'fleet.yaml'), `include: [team.yaml]\n${head}`)
      await writeFile(join(cwd, 'team.yaml'), team)
      const heard: string[] = []
      const argv = ['set', 'applications.shop.environments.prod.values.replicas', '4']
      const code = await run(argv, {
        catalog: async () => catalog,
        cwd,
        home: process.cwd(),
        out: (text) => heard.push(text),
        err: (text) => heard.push(text),
        style: (_format, text) => text,
        now: () => new Date(0),
        progress: () => {},
      })
      assert.is(code, 0, heard.join(''))
      assert.match(heard.join(''), /^team\.yaml:10:29: .*\.replicas 3 -> 4\n$/)
      const after = await readFile(join(cwd, 'team.yaml'), 'utf8')
      assert.is(after, team.replace('replicas: 3', 'replicas: 4'))
    } finally {
      await rm(cwd, { recursive: true, force: true })
    }
  },
})
