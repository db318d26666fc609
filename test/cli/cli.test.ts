import { readFileSync } from 'node:fs'
import { run } from '../../generator/cli/run.ts'
import { version } from '../../generator/cli/version.ts'
import { catalog } from '../catalog.ts'
import { assert, describe, golden } from '../harness.ts'
import { type Step, transcript } from './transcript.ts'

const HEAD = `repository: { url: https://git.example.org/fleet.git }
clusters:
  dev: { platform: minikube, kubernetes: "1.36", storage: { shared: { kind: hostPath, path: /data } }, exposure: { kind: nodePort, host: localhost } }
  prod: { platform: openshift, openshift: "4.20", storage: { shared: { kind: class, class: rwx } }, exposure: { kind: route, domain: apps.example.org } }
environments: { dev: {}, prod: {} }
`
const SHOP = `applications:
  shop:
    uses: web
    environments:
      dev: { values: { nodePort: 30080 } }
      prod: { values: { tag: v2, replicas: 3, greeting: welcome } }
`
const fleet = (content: string): Step => ({ file: 'fleet.yaml', content })

describe('command line', {
  help: async () =>
    golden(
      await transcript(
        'strata --help',
        'strata generate --help',
        'strata render --help',
        'strata validate --help',
        'strata list --help',
        'strata set --help',
        'strata run --help',
        'strata --version',
      ),
      'test/cli/help.golden.txt',
    ),
  'a whole working day': async () =>
    golden(
      await transcript(
        fleet(HEAD + SHOP),
        'strata generate --check',
        'strata generate',
        { show: 'overlays/prod/shop/kustomization.yaml' },
        { show: 'overlays/prod/shop/patches/deployment-shop.yaml' },
        { show: 'overlays/dev/shop/patches/service-shop.yaml' },
        { show: 'overlays/dev/kustomization.yaml' },
        'strata generate --check',
        'strata generate',
        'strata validate',
        'strata render overlays/prod/shop',
        'strata list apps',
        'strata list environments',
        'strata list images',
        'strata list secrets',
        'strata list secrets --environment dev',
        'strata list apps --environment staging',
        'strata list files --environment dev',
        { change: 'fleet.yaml', from: 'replicas: 3', to: 'replicas: 5' },
        'strata generate --check',
        'strata generate',
      ),
      'test/cli/working-day.golden.txt',
    ),
  'everything that can be got wrong': async () =>
    golden(
      await transcript(
        'strata',
        'strata frobnicate',
        'strata generat',
        'strata generate',
        'strata validate --formt json',
        'strata validate --format xml',
        'strata validate nowhere',
        'strata render',
        'strata render nowhere',
        'strata list stars',
        { file: 'k/kustomization.yaml', content: 'resources: [nowhere.yaml]\n' },
        'strata render k',
      ),
      'test/cli/mistakes.golden.txt',
    ),
  'a fleet that cannot be': async () =>
    golden(
      await transcript(
        fleet(
          `${HEAD}applications: { shop: { uses: web, environments: { dev: { values: { upstream: mall } } } } }\n`,
        ),
        'strata generate',
        fleet(
          `${HEAD}applications: { shop: { uses: web, environments: { dev: { values: { mode: fancy, replicas: 0 } } } } }\n`,
        ),
        'strata generate',
        fleet(
          `${HEAD}applications: { shop: { uses: web, environments: { dev: { values: { nodePort: 30080 } } } }, mall: { uses: web, environments: { dev: { values: { nodePort: 30080 } } } } }\n`,
        ),
        'strata generate',
        fleet(
          `${HEAD.replace('prod: {} }', 'prod: {}, more: { cluster: dev } }')}applications: { shop: { uses: web, environments: { dev: {}, more: {} } } }\n`,
        ),
        'strata generate',
        fleet(
          `${HEAD}applications: { shop: { uses: web, values: { motd: motd.txt }, environments: { dev: {} } } }\n`,
        ),
        'strata generate',
        fleet(`${HEAD}include: [../*.yaml]\n`),
        'strata generate',
        fleet(
          `${HEAD}applications: { shop: { uses: web, environments: { dev: { runs: [ { id: ${'a'.repeat(60)}, values: { items: x } } ] } } } }\n`,
        ),
        'strata generate',
      ),
      'test/cli/impossible.golden.txt',
    ),
  'hand-edited, custom and stale files': async () =>
    golden(
      await transcript(
        fleet(HEAD + SHOP),
        'strata generate',
        { change: 'base/shop/service-shop.yaml', from: 'port: 80', to: 'port: 81' },
        'strata generate --check',
        'strata generate',
        'strata generate --force',
        {
          file: 'overlays/prod/shop/custom/kustomization.yaml',
          content:
            'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nreplicas: [{ name: shop, count: 7 }]\n',
        },
        'strata generate',
        { show: 'overlays/prod/shop/kustomization.yaml' },
        'strata render overlays/prod/shop/overlay',
        'strata render overlays/prod/shop',
        fleet(`${HEAD}${SHOP.replace(/ {6}prod.*\n/, '')}`),
        'strata generate',
        { show: 'overlays/prod/shop/custom/kustomization.yaml' },
        { show: 'fleet.lock' },
      ),
      'test/cli/ownership.golden.txt',
    ),
  'runs, and objects of another namespace': async () =>
    golden(
      await transcript(
        fleet(`${HEAD}applications:
  shop:
    uses: web
    environments:
      dev: { values: { kubeSystem: "yes" }, keep: 1, runs: [ { id: old, values: { items: pears } }, { id: new, values: { items: plums } } ] }
`),
        'strata generate',
        'strata render overlays/dev/shop',
      ),
      'test/cli/parts.golden.txt',
    ),
  'a bug of ours is told apart': async () => {
    const heard: string[] = []
    const code = await run(['--help'], {
      catalog: async () => catalog,
      cwd: '.',
      home: '.',
      out: () => {
        throw new TypeError('boom')
      },
      err: (text) => heard.push(text),
      style: (_format, text) => text,
      now: () => new Date('2026-11-21T09:05:59Z'),
      progress: () => {},
    })
    assert.is(code, 3)
    assert.match(heard.join(''), /^This is a bug in strata, not in your files\.\nTypeError: boom/)
  },
  'the version is the one of package.json': () =>
    assert.is(version, JSON.parse(readFileSync('package.json', 'utf8')).version),
})
