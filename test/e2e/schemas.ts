import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { run } from '../../generator/cli/run.ts'
import { readNative, storeNative } from '../../generator/validate/store/native.ts'
import { folderOf } from '../../schemas/modules.ts'
import { PROJECTS, RELEASES } from '../../schemas/sources.ts'
import { madeAgain } from '../../schemas/update.ts'
import { binary } from '../oracle/binaries.ts'
import { kubeconformSeeds } from '../oracle/kubeconform-seeds.ts'
import { storedFiles } from '../validate/stored-files.ts'
import { binaries } from './binaries.ts'
import { type Server, startServer } from './control-plane.ts'
import { applyFiles } from './definitions.ts'
import { createProcesses } from './processes.ts'

/** What happens at a cluster whose schemas are pulled, in this order; each step gives what is wrong. */
type Step = readonly [what: string, act: (pulling: Pulling) => Promise<readonly string[]>]

type Pulling = {
  readonly server: Server
  /** Where the pulled folder `own` and the files of the steps are. */
  readonly cwd: string
}

const MINOR = '1.34'
const STORED = join(import.meta.dirname, '../../schemas')

const STEPS: readonly Step[] = [
  [
    'the stored schemas of its minor are what it serves',
    async () => (await madeAgain(MINOR)).different,
  ],
  [
    'the stored definitions are what the modules of their projects hold',
    async () => (await madeAgain('crds')).different,
  ],
  ['strata schemas pull writes a folder', pull],
  ['the folder holds what is stored, byte for byte, the custom kinds too', same],
  ['kubeconform judges by it as by ours', byKubeconform],
  ['ajv compiles every file of it', async ({ cwd }) => uncompiled(join(cwd, 'own'))],
  ['strata validate judges by it', byStrata],
  ['a user who may not read it is told so, and the folder stays', refused],
]

/** Plays the steps on a real API server; gives the number of failed ones. */
export async function playSchemas(say: (text: string) => void): Promise<number> {
  const cwd = mkdtempSync(join(tmpdir(), 'strata-pull-'))
  const state = mkdtempSync(join(tmpdir(), 'strata-e2e-'))
  const processes = createProcesses(state)
  let failed = 0
  try {
    say('== schemas\n')
    const server = await startServer({ state, bin: await binaries() }, processes)
    for (const [what, act] of STEPS) {
      const problems = await act({ server, cwd })
      say(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${what}\n`)
      for (const problem of problems.slice(0, 20)) say(`     ${problem}\n`)
      if (problems.length > 0) failed += 1
    }
    return failed
  } finally {
    await processes.stop()
    for (const folder of [cwd, state]) rmSync(folder, { recursive: true, force: true })
  }
}

/** One command of ours: its exit code and what it says. */
async function strata(cwd: string, ...argv: readonly string[]): Promise<readonly [number, string]> {
  const heard: string[] = []
  const say = (text: string): void => {
    heard.push(text)
  }
  const code = await run(argv, {
    catalog: () => Promise.reject(new Error('no fleet is here')),
    cwd,
    home: join(STORED, '..'),
    out: say,
    err: say,
    style: (_format, text) => text,
    now: () => new Date(),
    progress: () => {},
  })
  return [code, heard.join('')]
}

async function pull({ server, cwd }: Pulling): Promise<readonly string[]> {
  const files: string[] = []
  for (const source of [...PROJECTS, ...RELEASES.slice(-1)])
    for (const path of source.paths) {
      const folder = join(await folderOf(source), path)
      const names = readdirSync(folder).filter((name) => /^(?!kustomization).*\.yaml$/.test(name))
      files.push(...names.map((name) => join(folder, name)))
    }
  await applyFiles(server, files)
  const [code, text] = await strata(cwd, ...PULL, '--kubeconfig', server.kubeconfig)
  return code === 0 && text.includes(`of Kubernetes ${MINOR}`) ? [] : [`exit ${code}: ${text}`]
}

const PULL = ['schemas', 'pull', '-o', 'own', '--context', 'e2e']

const jsonIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.json'),
  )

/** Kinds that no definition makes are not in a server without OpenShift's own. */
const AGGREGATED = /^crds\/(_\w+\.json|(apps|build|image|project|template)\.openshift\.io\/.*)$/

async function same({ cwd }: Pulling): Promise<readonly string[]> {
  const own = join(cwd, 'own')
  const pulled = new Map(jsonIn(own).map((path) => [path, readFileSync(join(own, path), 'utf8')]))
  const all = storedFiles()
  const native = readNative(all, MINOR)
  const custom = [...all].filter(([path]) => path.startsWith('crds/') && !AGGREGATED.test(path))
  const wanted = [...storeNative(native ? [native] : []), ...custom]
  return wanted.flatMap(([path, content]) => {
    if (!pulled.has(path)) return [`${path} is absent`]
    return pulled.get(path) === content ? [] : [`${path} differs`]
  })
}

async function byKubeconform({ cwd }: Pulling): Promise<readonly string[]> {
  return kubeconformSeeds(binary('kubeconform'), join(cwd, 'own'), MINOR)
}

function uncompiled(folder: string): readonly string[] {
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false })
  const files = jsonIn(folder).filter((path) => !/_(resources|versions)\.json$/.test(path))
  for (const path of files)
    ajv.addSchema(JSON.parse(readFileSync(join(folder, path), 'utf8')), `file:///${path}`)
  return files.flatMap((path) => {
    try {
      ajv.getSchema(`file:///${path}`)
      return []
    } catch (error) {
      return [`${path}: ${(error as Error).message}`]
    }
  })
}

const ISSUER = (field: string): string => `apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: a, namespace: b }
spec: { ${field}: {} }
`

async function byStrata({ cwd }: Pulling): Promise<readonly string[]> {
  const problems: string[] = []
  for (const [field, expected] of [
    ['selfSigned', 0],
    ['selfsigned', 1],
  ] as const) {
    writeFileSync(join(cwd, 'issuer.yaml'), ISSUER(field))
    const [code, text] = await strata(cwd, 'validate', '--schema-location', 'own', 'issuer.yaml')
    if (code !== expected) problems.push(`${field}: exit ${code}: ${text}`)
  }
  return problems
}

/** Without a token the server takes a user for `system:anonymous`, who may ask for the version and nothing else. */
async function refused({ server, cwd }: Pulling): Promise<readonly string[]> {
  const config = JSON.parse(readFileSync(server.kubeconfig, 'utf8'))
  writeFileSync(
    join(cwd, 'nobody'),
    JSON.stringify({ ...config, users: [{ name: 'e2e', user: {} }] }),
  )
  const before = jsonIn(join(cwd, 'own')).length
  const [code, text] = await strata(cwd, ...PULL, '--kubeconfig', 'nobody')
  const told = code === 2 && text.includes('answers 403 to /openapi/v3: the user may not read it')
  return told && jsonIn(join(cwd, 'own')).length === before ? [] : [`exit ${code}: ${text}`]
}
