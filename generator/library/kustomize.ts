import { resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import { relativeErrors } from '../core/relative-paths.ts'
import type { Files } from '../core/tree.ts'
import { diskFiles, rootOf } from '../io/disk-files.ts'
import { type TracedBuild, traceBuild } from '../kustomize/provenance/explain.ts'
import { createRenderer, type RenderOptions } from '../kustomize/render.ts'

export { traceBuild, UserError }

/** Options of a build; all of them may be left out. */
export type BuildOptions = RenderOptions & {
  /** Hears old fields, and what kustomize passes over in silence; the text is the same in any case. */
  readonly onWarning?: (warning: Problem) => void
}

/** What `kustomize build ROOT` prints for a tree in memory: POSIX path to text or bytes. Throws UserError. */
export function build(files: Files, root: string, options: BuildOptions = {}): string {
  const { onWarning, ...rest } = options
  const { text, warnings } = createRenderer(files, rest).print(root)
  for (const warning of warnings) onWarning?.(warning)
  return text
}

/** What `kustomize build DIR` prints for a directory of the disk. Paths in errors count from the working directory. Throws UserError. */
export function buildDirectory(directory: string, options: BuildOptions = {}): string {
  return onDisk(directory, (files, root) => build(files, root, options))
}

/** The objects of a directory of the disk with their provenance. Throws UserError. */
export function traceDirectory(directory: string, options: RenderOptions = {}): TracedBuild {
  return onDisk(directory, (files, root) => traceBuild(files, root, options))
}

function onDisk<T>(directory: string, run: (files: Files, root: string) => T): T {
  return relativeErrors(resolve('.'), () => run(diskFiles(), rootOf(resolve(directory))))
}
