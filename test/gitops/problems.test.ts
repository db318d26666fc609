import { transcript } from '../cli/transcript.ts'
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
  { environment: 'default', delivery: FLUX },
]

const generate = (words: Words): Promise<string> =>
  transcript({ file: 'fleet.yaml', content: fleet(words) }, 'strata generate')

describe('what no engine could sync', {
  'is refused with its place and a remedy, and nothing is written': async () => {
    for (const [words, place, message] of WRONG) {
      const log = await generate(words)
      assert.match(log, message, JSON.stringify(words))
      assert.match(log, `error fleet.yaml:${place}: `)
      assert.match(log, /\n {2}fix: /)
      assert.match(log, /exit 2\n/)
    }
  },
  'what is unusual but right is taken': async () => {
    for (const words of RIGHT)
      assert.match(await generate(words), /exit 0\n/, JSON.stringify(words))
  },
})
