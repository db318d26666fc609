import { resolve } from 'node:path'
import { type Problem, UserError } from '../core/finding.ts'
import { relativeErrors } from '../core/relative-paths.ts'
import type { Files } from '../core/tree.ts'
import { diskFiles, rootOf } from '../io/disk-files.ts'
import { type TracedBuild, traceBuild as trace } from '../kustomize/provenance/explain.ts'
import { createRenderer, type RenderOptions } from '../kustomize/render.ts'

export { UserError }

/** Options of a build; all of them may be left out. */
export type BuildOptions = RenderOptions & {
  /** Hears old fields, and what kustomize passes over in silence; the text is the same in any case. */
  readonly onWarning?: (warning: Problem) => void
}

/** What `kustomize build ROOT` prints for a tree in memory: POSIX path to text or bytes. Throws UserError. */
export function build(files: Files, root: string, options: BuildOptions = {}): string {
  refuseArguments(files, root, options)
  const { onWarning, ...rest } = options
  const { text, warnings } = createRenderer(files, rest).print(root)
  for (const warning of warnings) onWarning?.(warning)
  return text
}

/** What `kustomize build DIR` prints for a directory of the disk. Paths in errors count from the working directory. Throws UserError. */
export function buildDirectory(directory: string, options: BuildOptions = {}): string {
  return onDisk(directory, (files, root) => build(files, root, options))
}

/** The objects of a tree in memory with their provenance. Throws UserError. */
export function traceBuild(files: Files, root: string, options: RenderOptions = {}): TracedBuild {
  refuseArguments(files, root, options)
  return trace(files, root, options)
}

/** The objects of a directory of the disk with their provenance. Throws UserError. */
export function traceDirectory(directory: string, options: RenderOptions = {}): TracedBuild {
  return onDisk(directory, (files, root) => traceBuild(files, root, options))
}

function onDisk<T>(directory: string, run: (files: Files, root: string) => T): T {
  if (typeof directory !== 'string' || directory === '')
    throw wrongArgument('directory', directory, 'the path of a folder')
  return relativeErrors(resolve('.'), () => run(diskFiles(), rootOf(resolve(directory))))
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  loadRestrictor: ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'],
  reorder: ['legacy', 'none'],
}

/** Callers in JavaScript have no compiler that tells them. */
function refuseArguments(files: unknown, root: unknown, options: unknown): void {
  const isFiles = ['get', 'has'].every((name) => typeof Object(files)[name] === 'function')
  if (!isFiles) throw wrongArgument('files', files, 'a Map of paths to texts or bytes')
  if (typeof root !== 'string') throw wrongArgument('root', root, 'a path in the tree')
  if (typeof options !== 'object' || options === null)
    throw wrongArgument('options', options, 'an object')
  const given = options as Readonly<Record<string, unknown>>
  for (const [name, choices] of Object.entries(CHOICES))
    if (given[name] !== undefined && !choices.includes(String(given[name])))
      throw wrongArgument(`options.${name}`, given[name], choices.join(' or '))
  if (given.onWarning !== undefined && typeof given.onWarning !== 'function')
    throw wrongArgument('options.onWarning', given.onWarning, 'a function')
}

function wrongArgument(name: string, value: unknown, wanted: string): UserError {
  const shown = typeof value === 'string' ? JSON.stringify(value) : kindOf(value)
  return new UserError({ message: `${name} is ${shown}`, hint: `give ${wanted}` })
}

const kindOf = (value: unknown): string =>
  value === null || value === undefined
    ? String(value)
    : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
