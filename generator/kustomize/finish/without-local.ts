import { UserError } from '../../core/finding.ts'
import { type Entry, metadataOf, writtenKey } from '../identity/entry.ts'
import { refuseDuplicates } from '../identity/refuse-duplicates.ts'
import { fieldText, isMap } from '../node/node.ts'

/**
 * What is left without the objects that only help to build others. Upstream drops those by their ids: a local one
 * whose id is also that of another object stays, and two local ones with one id end the build. Throws UserError.
 */
export function withoutLocal(entries: readonly Entry[], file: string): readonly Entry[] {
  const local = new Set(entries.filter(isLocal))
  const others = entries.filter((entry) => !local.has(entry))
  refuseDuplicates(others, file)
  if (local.size === 0) return entries
  const kept = new Set(others.map(writtenKey))
  const dropped = [...local].filter((entry) => !kept.has(writtenKey(entry)))
  if (new Set(dropped.map(writtenKey)).size < dropped.length) refuseDuplicates(dropped, file)
  return entries.filter((entry) => kept.has(writtenKey(entry)))
}

function isLocal(entry: Entry): boolean {
  const metadata = metadataOf(entry.node)
  const kind = fieldText(entry.node, 'kind')
  if (kind === '' || (fieldText(metadata, 'name') === '' && !kind.endsWith('List')))
    throw new UserError({
      message: `an object of ${entry.origin} ends without ${kind === '' ? 'kind' : 'metadata.name'}`,
      hint: `look at the patches that changed it: ${entry.patches.join(', ') || 'none'}`,
    })
  const annotations = metadata.get('annotations')
  if (!isMap(annotations) || !annotations.has('config.kubernetes.io/local-config')) return false
  return fieldText(annotations, 'config.kubernetes.io/local-config') !== 'false'
}
