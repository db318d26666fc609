import { web } from '../catalog.ts'
import { said } from '../cli/said.ts'
import { assert, describe } from '../harness.ts'

type Words = {
  readonly url?: string
  readonly revision?: string
  readonly delivery?: string
  readonly environment?: string
  readonly application?: string
  readonly values?: string
}

/** A fleet of one application in one place, with what is wrong in it. */
const fleet = ({
  url = 'https://git.example.org/fleet.git',
  revision = 'main',
  delivery = '{ engine: argocd }',
  environment = 'dev',
  application = 'shop',
  values = '{}',
}: Words): string => `repository:
  url: "${url}"
  revision: "${revision}"
clusters:
  one: { platform: openshift, openshift: "4.20", delivery: ${delivery} }
environments:
  ${environment}: { cluster: one }
applications:
  ${application}:
    uses: web
    environments:
      ${environment}: { values: ${values} }
`

const FLUX = '{ engine: flux }'
const long = (letter: string): string => letter.repeat(32)

/** What is wrong, where it is reported, and what is said. */
const WRONG: readonly (readonly [Words, place: string, message: RegExp])[] = [
  [{ url: 'https://me:secret@git.example.org/fleet.git' }, '2:8', /holds credentials/],
  [{ url: 'https://token@git.example.org/fleet.git' }, '2:8', /holds credentials/],
  [{ url: 'ssh://git:secret@git.example.org/fleet.git' }, '2:8', /holds credentials/],
  [{ url: 'fleet' }, '2:8', /is not the URL of a Git repository/],
  [
    { url: 'git@git.example.org:fleet.git', delivery: FLUX },
    '2:8',
    /write ssh:\/\/git@git\.example\.org\/fleet\.git/,
  ],
  [{ revision: 'refs/heads/main' }, '3:13', /write the branch alone/],
  [{ revision: 'a..b' }, '3:13', /"a\.\.b" is not the name of a branch/],
  [{ revision: 'feature/.x' }, '3:13', /is not the name of a branch/],
  [{ revision: '-main' }, '3:13', /is not the name of a branch/],
  [{ revision: 'main.lock' }, '3:13', /is not the name of a branch/],
  [{ revision: 'ma in' }, '3:13', /is not the name of a branch/],
  [{ delivery: '{ engine: argocd, namespace: shop }' }, '12:7', /has argocd itself/],
  [{ delivery: '{ engine: flux, namespace: shop }' }, '12:7', /has flux itself/],
  [{ environment: 'default' }, '7:3', /the project that Argo CD brings along/],
  [{ environment: 'bootstrap' }, '7:3', /the project of the root Application/],
  [
    { environment: 'kube-system', values: '{ kubeSystem: "yes" }' },
    '7:3',
    /the project for objects of shop in namespace kube-system/,
  ],
  [{ delivery: '{ engine: helm }' }, '5:70', /must be one of argocd, flux/],
  [{ delivery: '{ engine: fluxcd }' }, '5:70', /did you mean "flux"/],
  [
    { delivery: '{}, secrets: { provider: vault }' },
    '5:85',
    /must be one of existing, externalSecrets/,
  ],
  [{ delivery: '{}, secrets: { provider: externalSecrets }' }, '5:64', /"store" is missing/],
  [
    { delivery: '{ engine: flux, applicationSet: true }' },
    '5:76',
    /applicationSet is an option of argocd, and the engine of this cluster is flux/,
  ],
  [
    { delivery: '{ shards: 2 }' },
    '5:62',
    /shards is an option of flux, and the engine of this cluster is argocd/,
  ],
  [{ delivery: '{ engine: flux, shards: 0 }' }, '5:84', /must be at least 1/],
  [{ delivery: '{ engine: flux, shards: 1e9 }' }, '5:84', /must be at most 100/],
  [{ delivery: '{ engine: flux, shards: [a, a] }' }, '5:84', /has an item twice/],
  [{ delivery: '{ engine: flux, shards: ["a b"] }' }, '5:85', /must be a label value/],
  [{ delivery: '{ engine: flux, shards: [] }' }, '5:84', /has fewer than 1 items/],
  [
    { environment: long('e'), application: long('a') },
    '12:7',
    /has 65 characters; Flux writes it into a label/,
  ],
]

/** What looks like a mistake and is none. */
const RIGHT: readonly Words[] = [
  { url: 'ssh://git@git.example.org/fleet.git', delivery: FLUX },
  { url: 'git@git.example.org:platform/fleet.git' },
  { url: 'http://127.0.0.1:3000/fleet.git', delivery: FLUX },
  { revision: 'release/2026.11' },
  { delivery: '{ engine: flux, shards: 3 }' },
  { delivery: '{ engine: flux, applicationSet: false }' },
  { delivery: '{ applicationSet: true }' },
  { environment: 'default', delivery: FLUX },
]

const CLUSTER_ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
rules: []
`
const component = (rest: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${rest}\n`

const TWO = `repository: { url: "https://git.example.org/fleet.git" }
clusters:
  one: { platform: openshift, openshift: "4.20" }
environments: { dev: { cluster: one }, qa: { cluster: one, namespaceSuffix: -qa } }
applications:
  shop:
    uses: web
    environments:
      dev: { runs: [{ id: a, values: { items: pears } }, { id: a, values: { items: plums } }] }
      qa: {}
`
const FINE = TWO.replace(/dev: \{ runs.*/, 'dev: {}')

/** What is wrong between files, as everything in a repository. */
const WRONG_FILES: readonly (readonly [Readonly<Record<string, string>>, string, RegExp])[] = [
  [{ 'fleet.yaml': TWO }, 'fleet.yaml:9:', /run "a" is there twice/],
  [
    {
      'fleet.yaml': FINE,
      'overlays/dev/shop/custom/kustomization.yaml': component('resources: [role.yaml]'),
      'overlays/dev/shop/custom/role.yaml': CLUSTER_ROLE,
      'overlays/qa/shop/custom/kustomization.yaml': component('resources: [role.yaml]'),
      'overlays/qa/shop/custom/role.yaml': CLUSTER_ROLE,
    },
    'fleet.yaml:10:7',
    /ClusterRole\/reader would be in cluster one twice: out of overlays\/dev\/shop and overlays\/qa\/shop/,
  ],
  [
    {
      'fleet.yaml': FINE,
      'overlays/dev/shop/custom/kustomization.yaml': component('resources: [../../shop]'),
    },
    'overlays/dev/shop/custom/kustomization.yaml:3:13',
    /leads back to overlays\/dev\/shop/,
  ],
]

describe('what no engine could sync', {
  'is refused by generate and validate with its place and a remedy, and nothing is written':
    async () => {
      const cases = [
        ...WRONG.map(
          ([words, place, says]) =>
            [{ 'fleet.yaml': fleet(words) }, `fleet.yaml:${place}`, says] as const,
        ),
        ...WRONG_FILES,
      ]
      for (const [files, place, says] of cases)
        for (const command of ['generate', 'validate']) {
          const [code, text, after] = await said(web, files, command)
          const about = `${command}: ${text}`
          assert.match(text, says, about)
          assert.match(text, `error ${place}`, about)
          assert.match(text, '\n  fix: ', about)
          assert.is(code, 2, about)
          assert.equal(after, Object.keys(files).sort(), about)
        }
    },
  'what is unusual but right is taken': async () => {
    for (const words of RIGHT) {
      const [code, text] = await said(web, { 'fleet.yaml': fleet(words) }, 'generate')
      assert.is(code, 0, `${JSON.stringify(words)}: ${text}`)
    }
  },
})
