import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Live } from './api.ts'
import { delivered, PATIENCE } from './deliver.ts'
import type { Step } from './scenarios.ts'
import type { Stage } from './stage.ts'
import { until } from './wait.ts'

/** A Secret, and what must not be there while it is missing. */
export type Withheld = {
  readonly namespace: string
  readonly secret: string
  readonly absent: string
}

/** The shipped repository is pushed and an administrator applies one folder; Secrets that people make are there, but one. */
export function bootstrap(withheld?: Withheld): Step {
  return [
    withheld
      ? `bootstrapped; without Secret ${withheld.secret} its application waits`
      : 'bootstrapped: everything is delivered and healthy',
    async (stage) => {
      const { cluster, engine, plane, repository } = stage
      await repository.strata('generate')
      const commit = await repository.push('the shipped fleet')
      await plane.kubectl([
        'apply',
        '-k',
        join(repository.folder, 'clusters', cluster, 'namespaces'),
      ])
      await makeSecrets(stage, withheld)
      const folder = join(repository.folder, 'clusters', cluster, engine.bootstrap)
      await plane.kubectl(['apply', '-k', folder])
      if (!withheld) return delivered(stage, commit)
      await until(PATIENCE, `a message that names ${withheld.secret}`, () => named(stage, withheld))
    },
  ]
}

/** Everything that the engine reads, judged by the API server with the engine's own definitions; nothing is kept. */
export const accepted: Step = [
  'the server accepts every folder under clusters/, strictly',
  async ({ cluster, repository, plane }) => {
    await repository.strata('generate')
    const clusters = join(repository.folder, 'clusters', cluster)
    const folders = readdirSync(clusters, { recursive: true, encoding: 'utf8' })
      .filter((path) => basename(path) === 'kustomization.yaml')
      .map((path) => join(clusters, dirname(path)))
    if (folders.length < 2) throw new Error(`only ${folders.length} folders in ${clusters}`)
    const strictly = ['--server-side', '--dry-run=server', '--validate=strict']
    for (const folder of folders) await plane.kubectl(['apply', ...strictly, '-k', folder])
  },
]

/** Whatever else is under way, the engine must come to say which Secret it waits for, and hold that application back. */
async function named({ engine, plane }: Stage, withheld: Withheld): Promise<readonly string[]> {
  const lines = await engine.unready(plane.api)
  const pods = await plane.api.list(`/api/v1/namespaces/${withheld.namespace}/pods`)
  const said = [...lines, ...pods.flatMap(lastWords)]
  if (await plane.api.get(withheld.absent)) throw new Error(`${withheld.absent} is there already`)
  return said.some((line) => line.includes(withheld.secret)) ? [] : said
}

const lastWords = ({ status }: Live): readonly string[] =>
  (status?.containerStatuses ?? []).flatMap(
    (c: { state?: { terminated?: { message?: string } } }) => c.state?.terminated?.message ?? [],
  )

/** Every Secret that nobody but people makes, as `strata list secrets` has them. */
async function makeSecrets(stage: Stage, withheld?: Withheld): Promise<void> {
  const { cluster, repository, plane } = stage
  const secrets = new Map<string, string[]>()
  for (const line of (await repository.strata('list', 'secrets')).trim().split('\n').slice(1)) {
    const [environment, namespace, secret, key = '', provider] = line.split(/ {2,}/)
    const home = repository.get(['environments', environment ?? '', 'cluster']) ?? environment
    if (home !== cluster || provider !== 'existing') continue
    if (secret === withheld?.secret) continue
    const path = `/api/v1/namespaces/${namespace}/secrets/${secret}`
    secrets.set(path, [...(secrets.get(path) ?? []), key])
  }
  for (const [path, keys] of secrets) await makeSecret(plane.api, path, keys)
}

const makeSecret = (api: Stage['plane']['api'], path: string, keys: readonly string[]) =>
  api.apply(path, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: path.split('/').at(-1) },
    stringData: Object.fromEntries(keys.map((key) => [key, 'made-for-the-test'])),
  })

/** The Secret that was missing is made; nobody does anything else. */
export const secretAppears = (
  { namespace, secret, absent }: Withheld,
  keys: readonly string[],
): Step => [
  `Secret ${secret} appears: its application heals by itself`,
  async (stage) => {
    const { api } = stage.plane
    await makeSecret(api, `/api/v1/namespaces/${namespace}/secrets/${secret}`, keys)
    await delivered(stage)
    if (!(await api.get(absent))) throw new Error(`${absent} is not there`)
  },
]
