import { resolve } from 'node:path'
import { UserError } from '../core/finding.ts'
import { diskFiles, rootOf } from '../io/index.ts'
import { build, type RenderOptions } from '../kustomize/index.ts'
import type { World } from './command.ts'

/** Print each directory as `kustomize build` does; several become one stream of documents. */
export async function renderDirectories(
  { cwd, out }: World,
  directories: readonly string[],
  loadRestrictor: NonNullable<RenderOptions['loadRestrictor']>,
): Promise<number> {
  const files = diskFiles()
  const texts = directories.map((directory) =>
    relativeErrors(cwd, () => build(files, rootOf(resolve(cwd, directory)), { loadRestrictor })),
  )
  out(texts.filter((text) => text !== '').join('---\n'))
  return 0
}

/** Paths in messages count from where the user stands. */
export function relativeErrors<T>(cwd: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const prefix = `${cwd.slice(1)}/`
    const short = (text: string): string => text.replaceAll(`/${prefix}`, '').replaceAll(prefix, '')
    throw new UserError(
      error.problems.map(({ message, hint, place }) => ({
        message: short(message),
        hint: short(hint),
        ...(place ? { place: { ...place, file: short(place.file) } } : {}),
      })),
      { cause: error },
    )
  }
}
