import { UserError } from '../../core/finding.ts'
import { metadataText } from '../node/node.ts'
import type { ReplacementTarget, Selector } from '../read/kustomization.ts'
import { currentId, type Entry, formerIds } from './entry.ts'
import type { Id } from './id.ts'
import { fitsTexts, idPatterns } from './select.ts'

/**
 * The test that select and reject of a replacement's target make: regular expressions against every id that the
 * object has or had; the namespace as it is written, without a default. Throws UserError.
 */
export function selectsTarget(target: ReplacementTarget, place: string): (entry: Entry) => boolean {
  const { select, reject = [] } = target
  if (select === undefined)
    throw new UserError({
      message: `${place} has a target without select`,
      hint: 'say which objects it is for; select: {} is all of them',
    })
  const fits = fitsId(select, `${place}: select`)
  const fitsLabels = fitsTexts(select, `${place}: select`)
  const rejects = reject
    .filter(({ group, version, kind, name, namespace }) =>
      [group, version, kind, name, namespace].some(Boolean),
    )
    .map((selector) => fitsId(selector, `${place}: reject`))
  const rejectsLabels = reject
    .filter((selector) => selector.labelSelector || selector.annotationSelector)
    .map((selector) => fitsTexts(selector, `${place}: reject`))
  return (entry) => {
    if (!fitsLabels(entry.node) || rejectsLabels.some((test) => test(entry.node))) return false
    const ids = idsOf(entry)
    return !rejects.some((test) => ids.some(test)) && ids.some(fits)
  }
}

function idsOf(entry: Entry): readonly Id[] {
  const written = metadataText(entry.node, 'namespace')
  return [{ ...currentId(entry), scope: written }, ...formerIds(entry)]
}

function fitsId(selector: Selector, place: string): (id: Id) => boolean {
  const { group, version, kind, name, namespace } = idPatterns(selector, place)
  return (id) =>
    group(id.group) && version(id.version) && kind(id.kind) && name(id.name) && namespace(id.scope)
}
