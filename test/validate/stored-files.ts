import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileTree } from '../../generator/core/tree.ts'

const folder = join(import.meta.dirname, '../../schemas')

/** All files of this repository's own `schemas/` that tell of kinds. */
export function storedFiles(): FileTree {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const paths = names.filter((path) => /^(_|crds\/|openshift-|v\d).*\.json$/.test(path))
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
