import { join, relative, resolve } from 'node:path'
import { UserError } from '../core/finding.ts'
import { isDirectory, realFile, writeOutput, writerBelow } from '../io/write-output.ts'
import type { Rendering as Objects } from '../kustomize/render.ts'
import type { World } from './command.ts'
import { objectFiles } from './object-files.ts'
import type { RecordedFiles } from './render-inputs.ts'
import type { Rendering } from './render-options.ts'

/** A kustomization directory as the user knows it, and its documents. */
export type RenderedRoot = {
  readonly root: string
  readonly text: string
  readonly objects: () => Objects
}

/** The file of one kustomization among several: Argo CD and Flux can be pointed to its folder. */
const MANIFESTS = 'manifests.yaml'

type Target = { readonly path: string; readonly text: string }

/**
 * Write what was rendered: of one directory to a file, or as kustomize does one file per object into a folder, which is
 * there or is named with a slash at its end; of several one file per kustomization, in its own folder below the output. Throws UserError.
 */
export function writeRendered(
  { cwd }: World,
  rendered: readonly RenderedRoot[],
  { all, directories, output = '' }: Rendering,
  files: RecordedFiles,
): void {
  const to = resolve(cwd, output)
  const [only] = rendered
  const isFolder = /[/\\]$/.test(output) || isDirectory(to)
  if (only !== undefined && !all && directories.length === 1 && !isFolder) {
    refuseInput(to, files)
    writeOutput(to, only.text)
    return
  }
  const base = resolve(cwd, all ? (directories[0] ?? '.') : '.')
  const targets =
    only !== undefined && !all && directories.length === 1
      ? objectFiles(only.objects())
      : rendered.map(({ root, text }) => targetOf(fromHere(base, resolve(cwd, root)), text))
  refuseTwice(targets)
  for (const { path } of targets) refuseInput(join(to, path), files)
  const write = writerBelow(to)
  for (const { path, text } of targets) write(path, text)
}

function targetOf(root: string, text: string): Target {
  if (root === '..' || root.startsWith('../') || root.startsWith('/'))
    throw new UserError({
      message: `${root} is outside the current folder, so it has no place below the output`,
      hint: 'run strata where all of them are below, or use --all DIR',
    })
  return { path: root === '.' ? MANIFESTS : `${root}/${MANIFESTS}`, text }
}

function refuseTwice(targets: readonly Target[]): void {
  const seen = new Set<string>()
  for (const { path } of targets) {
    if (seen.has(path))
      throw new UserError({
        message: `two outputs would be ${path}, and one of them lost`,
        hint: 'write them to one file, or to different folders',
      })
    seen.add(path)
  }
}

function refuseInput(path: string, files: RecordedFiles): void {
  const real = realFile(path)
  if (real !== undefined && files.wasRead(real))
    throw new UserError({
      message: `the output would take the place of ${path}, which the rendering reads`,
      hint: 'write to another file or folder',
    })
}

/** A directory as a path from where the user stands. */
function fromHere(cwd: string, directory: string): string {
  return relative(cwd, resolve(cwd, directory)).replaceAll('\\', '/') || '.'
}
