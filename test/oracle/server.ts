import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { Resource } from '../../generator/core/resource.ts'
import { folderOf } from '../../schemas/modules.ts'
import { PROJECTS, RELEASES } from '../../schemas/sources.ts'
import { API_SERVERS, binaries } from '../e2e/binaries.ts'
import { type Server, startServer } from '../e2e/control-plane.ts'
import { applyFiles } from '../e2e/definitions.ts'
import { createProcesses } from '../e2e/processes.ts'

/** An API server of a stored minor while `use` lasts; also a signal ends it. */
export async function withServer<T>(
  minor: string,
  use: (server: Server) => Promise<T>,
): Promise<T> {
  const version = API_SERVERS[minor]
  if (version === undefined)
    throw new Error(`"${minor}" is none of ${Object.keys(API_SERVERS).join(', ')}`)
  const state = mkdtempSync(join(tmpdir(), 'strata-server-'))
  const processes = createProcesses(state)
  const stop = async () => {
    await processes.stop()
    rmSync(state, { recursive: true, force: true })
  }
  const leave = () => void stop().finally(() => process.exit(130))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, leave)
  try {
    return await use(await startServer({ state, bin: await binaries(version) }, processes))
  } finally {
    await stop()
    for (const signal of signals) process.removeListener(signal, leave)
  }
}

/** The definitions of every custom kind that is stored; only those of OpenShift that no definition makes are absent. */
export async function applyStoredDefinitions(server: Server): Promise<void> {
  const files: string[] = []
  for (const source of [...PROJECTS, ...RELEASES.slice(-1)])
    for (const path of source.paths) {
      const place = join(await folderOf(source), path)
      const names = extname(path) === '.yaml' ? [''] : readdirSync(place)
      const manifests = names.filter(
        (name) => name === '' || /^(?!kustomization).*\.yaml$/.test(name),
      )
      files.push(...manifests.map((name) => join(place, name)))
    }
  await applyFiles(server, files)
}

/** The namespaces of objects, each with the account that every pod may have. */
export async function furnish({ kubectl }: Server, objects: readonly Resource[]): Promise<void> {
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))
  const items = [...names].flatMap((name) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } },
  ])
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  await kubectl(['apply', '--server-side', '-f', '-'], list)
}
