import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Catalog, loadCatalog } from '../../generator/validate/catalog.ts'
import { engine } from '../../generator/validate/cel/engine.ts'

const folder = join(import.meta.dirname, '../../schemas')

/** The text of a file of this repository's own `schemas/`. */
export const readSchema = (path: string): string | undefined => {
  const file = join(folder, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** The catalog of this repository's own `schemas/` with everything that can be judged by it, shared by the tests of this room. */
export const catalog: Catalog = { ...loadCatalog(readSchema), engine }
