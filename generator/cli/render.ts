import { resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import { relativeErrors, relativeProblem } from '../core/relative-paths.ts'
import type { Files } from '../core/tree.ts'
import { diskFiles, rootOf, treePath } from '../io/disk-files.ts'
import type { Unread } from '../io/find-manifests.ts'
import { createListings, type Listings } from '../io/listings.ts'
import { kustomizationNames } from '../kustomize/read/loader.ts'
import { createRenderer } from '../kustomize/render.ts'
import type { Flags, World } from './command.ts'
import { recorded } from './render-inputs.ts'
import { type Rendering, renderOptions } from './render-options.ts'
import type { RenderedRoot } from './render-output.ts'

/** Print each directory as `kustomize build` does, write them to files, or explain one object. Throws UserError. */
export async function renderDirectories(
  world: World,
  operands: readonly string[],
  flags: Flags,
): Promise<number> {
  const options = renderOptions(operands, flags)
  const { directories, output } = options
  if (options.explain !== undefined)
    return (await import('./render-explain.ts')).explainObject(world, options)
  const { style, errStyle = style } = world
  if (options.isReordered)
    world.err(`${errStyle('yellow', 'warning')} --reorder is deprecated: use sortOptions\n`)
  const listings = createListings()
  const files = recorded(diskFiles(listings))
  const roots = options.all
    ? await rootsBelow(world.cwd, directories, files, listings)
    : directories
  const { rendered, warnings, problems } = renderAll(world, roots, files, options)
  tell(world, warnings)
  if (problems.length > 0 && !options.all) throw new UserError(problems)
  if (output === undefined)
    world.out(
      rendered
        .map(({ text }) => text)
        .filter(Boolean)
        .join('---\n'),
    )
  else (await import('./render-output.ts')).writeRendered(world, rendered, options, files)
  if (problems.length > 0) throw new UserError([...problems, summary(rendered, roots)])
  return 0
}

/** Every kustomization under the directories, each once. */
async function rootsBelow(
  cwd: string,
  directories: readonly string[],
  files: Files,
  listings: Listings,
): Promise<readonly string[]> {
  // Of many kustomizations some have something to hash, and Node's module for it loads faster before V8 is busy.
  process.getBuiltinModule('node:crypto')
  const { findManifests } = await import('../io/find-manifests.ts')
  const found = directories.map((one) => findManifests(cwd, one, { listings, files }))
  const problems = found.flatMap((one) => one.problems.flatMap(folderProblem))
  if (problems.length > 0) throw new UserError(problems)
  const roots = [...new Set(found.flatMap((one) => one.kustomizations))]
  if (roots.length > 0) return roots
  throw new UserError({
    message: `there is no kustomization under ${directories.join(', ')}`,
    hint: 'name a folder that holds files called kustomization.yaml',
  })
}

/** What is called like a manifest is nothing to a rendering that does not name it. */
const folderProblem = ({ path, problem }: Unread): readonly Problem[] =>
  /\.(ya?ml|json)$/.test(path) ? [] : [{ ...problem, message: `${path}: ${problem.message}` }]

type Outcome = {
  readonly rendered: RenderedRoot[]
  readonly warnings: Problem[]
  readonly problems: Problem[]
}

/** One renderer for all, so that bases are read and built once; what cannot be rendered does not stop the others. */
function renderAll(
  { cwd, progress }: World,
  roots: readonly string[],
  files: Files,
  options: Rendering,
): Outcome {
  const renderer = createRenderer(files, options)
  const outcome: Outcome = { rendered: [], warnings: [], problems: [] }
  for (const root of roots)
    try {
      progress(`rendering ${root}`)
      const path = relativeErrors(cwd, () => openRoot(cwd, root, files, options))
      const { text, warnings } = relativeErrors(cwd, () => renderer.print(path))
      outcome.rendered.push({ root, text, objects: () => renderer.render(path) })
      outcome.warnings.push(...warnings.map((problem) => relativeProblem(cwd, problem)))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      outcome.problems.push(...error.problems)
    }
  return outcome
}

/** The real path of a directory that holds a kustomization. Throws UserError. */
function openRoot(cwd: string, root: string, files: Files, { all }: Rendering): string {
  const place = resolve(cwd, root)
  const found = treePath(place)
  const path = all ? (files.realPath?.(found) ?? found) : rootOf(place)
  if (kustomizationNames.some((name) => files.has(`${path}/${name}`))) return path
  throw new UserError({
    message: `${root === '.' ? 'the current folder' : root} has no kustomization.yaml`,
    hint: 'name a directory with one, or use --all for every one below a folder',
  })
}

/** What kustomize passes over in silence, and old fields: once each, beside the output. */
function tell({ err, style, errStyle = style }: World, warnings: readonly Problem[]): void {
  const lines = warnings.map(({ id, message, hint, place }) => {
    const where = place ? `${place.file}:${place.line}:${place.column}: ` : ''
    return `${errStyle('yellow', 'warning')} ${where}${message}${id ? ` [${id}]` : ''}\n${errStyle('dim', `  fix: ${hint}`)}\n`
  })
  err([...new Set(lines)].join(''))
}

function summary(rendered: readonly RenderedRoot[], roots: readonly string[]): Problem {
  const good = new Set(rendered.map(({ root }) => root))
  const bad = roots.filter((root) => !good.has(root))
  return {
    message: `${bad.length} of ${roots.length} kustomizations cannot be rendered: ${bad.join(', ')}`,
    hint: 'the others are rendered; correct what is named above',
  }
}
