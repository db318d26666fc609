import { UserError } from '../../core/finding.ts'
import { currentId, type Entry } from './entry.ts'
import { keyOfId, printId } from './id.ts'

/** Throws UserError when two objects have one id; `where` is what brought them together. */
export function refuseDuplicates(entries: readonly Entry[], where: string): void {
  const seen = new Map<string, Entry>()
  for (const entry of entries) {
    const id = currentId(entry)
    const key = keyOfId(id)
    const first = seen.get(key)
    if (first !== undefined)
      throw new UserError({
        message: `${where}: ${printId(id)} is there twice, from ${first.origin} and from ${entry.origin}`,
        hint: 'remove one, or give them different names or namespaces',
      })
    seen.set(key, entry)
  }
}
