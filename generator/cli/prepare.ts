import { UserError } from '../core/finding.ts'
import type { Files } from '../core/tree.ts'
import { createRenderer, type Rendering } from '../kustomize/index.ts'
import { type Repository, refuseUnknownSecrets } from '../layout/index.ts'
import { type Checking, schemasOf, textOf } from './check.ts'
import type { World } from './command.ts'
import { refuseChangedRuns } from './frozen-runs.ts'
import { judgeUnits } from './judge-units.ts'
import { type Loaded, repositoryFor } from './load.ts'
import { customObjects, proveOverlay } from './prove.ts'
import { decidedBy } from './validate-decided.ts'
import { finish } from './validate-finish.ts'
import { repositoryUnits } from './validate-repository.ts'

/** What would be written, and whether it may be. */
export type Prepared = {
  readonly repository: Repository
  /** The generated folders as they will be, with what people keep there. */
  readonly after: Files
  readonly checking: Checking
}

/**
 * Everything between a fleet and writing: each overlay proven, each object checked, no run changed, no Secret unknown.
 * `force` lets runs change. Throws UserError for what is wrong in fleet.yaml; findings are for the caller to judge.
 */
export async function prepare(
  world: World,
  loaded: Loaded,
  { force }: { readonly force: boolean },
): Promise<Prepared> {
  const repository = repositoryFor(loaded)
  refuseStrays(loaded, repository)
  world.progress(`proving ${repository.proofs.length} kustomizations`)
  const after = afterwards(loaded, repository)
  const rendered = provenRenderings(after, repository)
  refuseUnknownSecrets(loaded.plan, loaded.checked, customObjects(after))
  if (!force) refuseChangedRuns(loaded, repository, rendered)
  world.progress('checking every object')
  const { url } = loaded.fleet.repository
  const units = repositoryUnits(after, loaded.plan, rendered, decidedBy(loaded), url)
  const read = textOf(after)
  const { findings, objects } = await judgeUnits(units, { catalog: schemasOf(world), read })
  const checking = await finish(world, units, findings, read, { objects })
  return { repository, after, checking }
}

/** The header of generated files on a file that is none of them: whose is it? */
function refuseStrays({ disk, lock, handWritten }: Loaded, { tree }: Repository): void {
  const strays = [...disk.keys()].filter(
    (path) => !lock.has(path) && !handWritten.has(path) && !tree.has(path),
  )
  if (strays.length === 0) return
  throw new UserError(
    strays.map((path) => ({
      message: `${path} begins like a generated file, but fleet.lock does not name it`,
      hint: 'delete it if it is left over; if it is yours, take its first line out',
      place: { file: path, line: 1, column: 1 },
    })),
  )
}

export const failed = ({ findings }: Checking): boolean =>
  findings.some((f) => f.severity === 'error')

/** The generated folders as they will be: what is written over what people keep there. */
function afterwards({ disk, handWritten }: Loaded, { tree }: Repository): Files {
  const kept = [...disk].filter(([path]) => handWritten.has(path))
  return new Map<string, string | Uint8Array>([...kept, ...tree])
}

/** Renders and proves every kustomization; an overlay that is one kustomization need not be rendered again for the checks. */
function provenRenderings(files: Files, { proofs }: Repository): ReadonlyMap<string, Rendering> {
  const renderer = createRenderer(files)
  return new Map(
    proofs.map((proof) => {
      const rendering = renderer.render(proof.root)
      proveOverlay(rendering, proof)
      return [proof.root, rendering]
    }),
  )
}
