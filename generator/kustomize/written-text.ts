import type { Source } from './build.ts'
import { currentId, type Entry, entryOf } from './identity/entry.ts'
import { keyOfId } from './identity/id.ts'
import { readObjects } from './read/documents.ts'
import { textOfFile } from './read/loader.ts'

/** The document that an object was read from, as text; undefined when anything has changed the object since. */
export function writtenText({ files, objects }: Source, entry: Entry): string | undefined {
  const { origin, node } = entry
  const content = files.get(origin)
  const isUntouched = objects.get(origin)?.some((read) => read.node === node) ?? false
  if (content === undefined || !isUntouched) return undefined
  const key = keyOfId(currentId(entry))
  const documents = textOfFile(content, origin).split(/\n---[^\n]*\n/)
  return documents.find((text) => {
    const read = text.includes('kind') ? readObjects(text, origin) : []
    return (
      read.length === 1 &&
      read.some((one) => keyOfId(currentId(entryOf(one, origin, entry.schemas))) === key)
    )
  })
}
