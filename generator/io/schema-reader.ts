import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Reads files of schemas/ in the package's folder; what is not there is `undefined`. */
export function schemaReader(home: string): (path: string) => string | undefined {
  return folderReader(join(home, 'schemas'))
}

/** The same of any folder. */
export function folderReader(folder: string): (path: string) => string | undefined {
  return (path) => {
    try {
      return readFileSync(join(folder, path), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }
}
