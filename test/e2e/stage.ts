import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binaries } from './binaries.ts'
import { type ControlPlane, startControlPlane } from './control-plane.ts'
import { applyDefinitions } from './definitions.ts'
import { ENGINES, type Engine } from './engines.ts'
import { startGitServer } from './git-server.ts'
import { createProcesses } from './processes.ts'
import { copyRepository, type Repository } from './repository.ts'
import { startStandIns } from './stand-ins.ts'

/** One cluster of the fleet, made real: its API server, its engine, and a repository that both people and engine reach. */
export type Stage = {
  readonly cluster: string
  readonly plane: ControlPlane
  readonly engine: Engine
  /** Namespace of the engine. */
  readonly engineNamespace: string
  readonly repository: Repository
  /** Ends everything by process id; removes the folder, or says where it is left. */
  readonly strike: (keep: boolean) => Promise<void>
}

/** Sets the stage for a cluster of the shipped fleet: nothing is delivered yet. */
export async function setStage(cluster: string): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), `strata-e2e-${cluster}-`))
  const processes = createProcesses(folder)
  const endings: (() => Promise<void>)[] = []
  const strike = async (keep: boolean) => {
    for (const end of endings.reverse()) await end()
    await processes.stop()
    if (keep) process.stderr.write(`state and logs are left in ${folder}\n`)
    else rmSync(folder, { recursive: true, force: true })
  }
  try {
    const git = await startGitServer(join(folder, 'git'))
    endings.push(git.close)
    const repository = await copyRepository(
      join(folder, 'repository'),
      join(folder, 'program'),
      git.url,
    )
    const bin = await binaries()
    const storageClasses = dynamicClasses(repository, cluster)
    const plane = await startControlPlane({ state: folder, bin, storageClasses }, processes)
    await applyDefinitions(plane)
    endings.push(startStandIns(plane.api))
    const delivery = ['clusters', cluster, 'delivery']
    const kind = repository.get([...delivery, 'engine']) === 'flux' ? 'flux' : 'argocd'
    const chosen = repository.get([...delivery, 'namespace'])
    const engineNamespace = String(chosen ?? (kind === 'flux' ? 'flux-system' : 'argocd'))
    mkdirSync(join(folder, 'tmp'), { recursive: true })
    endings.push(await ENGINES[kind].start(plane, engineNamespace, git.folder))
    return { cluster, plane, engine: ENGINES[kind], engineNamespace, repository, strike }
  } catch (error) {
    await strike(true)
    throw error
  }
}

/** Classes that the cluster provisions itself; a volume of our own binds by its name. */
function dynamicClasses(repository: Repository, cluster: string): readonly string[] {
  const storage = ['clusters', cluster, 'storage']
  const shared = repository.get([...storage, 'shared', 'kind']) === 'class' ? ['shared'] : []
  return ['block', ...shared].map((what) => String(repository.get([...storage, what, 'class'])))
}
