/**
 * Writes this folder anew from where it comes from: real API servers, built with Go and started on loopback, and the
 * definitions in the Go modules of the projects. `node --import tsx schemas/update.ts [--check] [1.NN ... crds]`;
 * without names everything, with `--check` nothing is written and every difference is named.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FileTree } from '../generator/core/tree.ts'
import { readCluster } from '../generator/io/cluster.ts'
import { metadataOf, storeCustom } from '../generator/validate/store/custom.ts'
import {
  minorOf,
  type NativeKinds,
  nativeKinds,
  readNative,
  storeNative,
} from '../generator/validate/store/native.ts'
import { served } from '../generator/validate/store/openapi.ts'
import { shareDefinitions } from '../generator/validate/store/share.ts'
import { binaries } from '../test/e2e/binaries.ts'
import { startServer } from '../test/e2e/control-plane.ts'
import { createProcesses } from '../test/e2e/processes.ts'
import { storedFiles } from '../test/validate/stored-files.ts'
import { kindsOf } from './modules.ts'
import { AGGREGATED, aggregatedText, definedByReleases } from './openshift.ts'
import { PROJECTS, RELEASES, SERVERS } from './sources.ts'
import { sourcesText } from './sources-text.ts'

const root = import.meta.dirname
const MINORS = SERVERS.map(({ version }) => minorOf(version))

/** What a real API server of the stored patch release serves with default flags. */
async function askServer(minor: string): Promise<NativeKinds> {
  const version = SERVERS.find((server) => minorOf(server.version) === minor)?.version
  if (version === undefined) throw new Error(`${minor} is none of ${MINORS.join(', ')}, crds`)
  const bin = await binaries(version)
  const state = mkdtempSync(join(tmpdir(), 'strata-schemas-'))
  const processes = createProcesses(state)
  try {
    const { kubeconfig } = await startServer({ state, bin }, processes)
    const { kubernetes, documents } = await readCluster({ kubeconfig })
    if (kubernetes !== `v${version}`) throw new Error(`the server says that it is ${kubernetes}`)
    return nativeKinds(served(documents, kubernetes).api)
  } finally {
    await processes.stop()
    rmSync(state, { recursive: true, force: true })
  }
}

/** The native files with one minor made again; the others are those that are stored. */
async function nativeFiles(before: FileTree, minor: string): Promise<FileTree> {
  const fresh = await askServer(minor)
  const all = MINORS.map((one) => (one === minor ? fresh : readNative(before, one)))
  return storeNative(all.filter((one) => one !== undefined))
}

/** The files of all custom kinds; what they need of Kubernetes is as it is stored. */
async function customFiles(before: FileTree): Promise<FileTree> {
  const natives = MINORS.flatMap((minor) => readNative(before, minor) ?? [])
  const { nameIn } = shareDefinitions(natives.map(({ minor, definitions }) => [minor, definitions]))
  const kinds = await Promise.all(PROJECTS.map(kindsOf))
  const newest = RELEASES.at(-1)
  if (newest === undefined) throw new Error('no release of OpenShift')
  const files = storeCustom([...kinds.flat(), ...(await definedByReleases(RELEASES))], {
    metadata: metadataOf(natives.at(-1)?.definitions ?? {}),
    aggregated: AGGREGATED,
    definitions: '../_aggregated.json',
  })
  return new Map([...files, ['crds/_aggregated.json', await aggregatedText(newest, nameIn)]])
}

const isCustom = (path: string): boolean => /^(crds|openshift-[\d.]+)\//.test(path)

type Part = { readonly before: FileTree; readonly after: FileTree; readonly different: string[] }

/** One part, a minor or `crds`, as it is stored and as it is made again, and the paths where that differs. */
export async function madeAgain(part: string): Promise<Part> {
  const all = storedFiles()
  const isCrds = part === 'crds'
  const before = new Map([...all].filter(([path]) => isCustom(path) === isCrds))
  const after = isCrds ? await customFiles(all) : await nativeFiles(all, part)
  const different = [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .toSorted()
  return { before, after, different }
}

function write({ before, after }: Part): void {
  for (const path of before.keys()) if (!after.has(path)) rmSync(join(root, path))
  for (const [path, content] of after) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

async function update(args: readonly string[]): Promise<void> {
  const check = args.includes('--check')
  const named = args.filter((arg) => arg !== '--check')
  for (const part of named.length > 0 ? named : [...MINORS, 'crds']) {
    const made = await madeAgain(part)
    const same = made.different.length === 0
    if (check && !same) process.exitCode = 1
    if (!check) write(made)
    const said = same ? 'the same' : `different: ${made.different.join(', ')}`
    process.stdout.write(`${part}: made again, ${said}\n`)
  }
  if (!check) writeFileSync(join(root, 'SOURCES.md'), sourcesText(root))
}

if (process.argv[1] === import.meta.filename) await update(process.argv.slice(2))
