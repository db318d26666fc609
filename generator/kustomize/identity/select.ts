import { type MapNode, textOf } from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import type { Selector } from '../read/kustomization.ts'
import { currentId, type Entry, metadataOf, originalId } from './entry.ts'
import { type Labels, labelSelector } from './label-selector.ts'
import { re2, whole } from './re2.ts'

/**
 * The test that a patch's target makes: anchored regular expressions, name and namespace against the first or the
 * current id, group, version and kind against the current one. An absent field fits all. Throws UserError.
 */
export function selects(selector: Selector, place: string): (entry: Entry) => boolean {
  const { group, version, kind, name, namespace } = idPatterns(selector, place)
  const fits = fitsTexts(selector, place)
  return (entry) => {
    const now = currentId(entry)
    if (!group(now.group) || !version(now.version) || !kind(now.kind)) return false
    const first = originalId(entry)
    return (
      (name(first.name) || name(now.name)) &&
      (namespace(first.scope) || namespace(now.scope)) &&
      fits(entry.node)
    )
  }
}

type Fits = (text: string) => boolean

/** Tests for the parts of an id: each an anchored regular expression; an absent one fits all. Throws UserError. */
export function idPatterns(
  selector: Selector,
  place: string,
): Readonly<Record<'group' | 'version' | 'kind' | 'name' | 'namespace', Fits>> {
  const pattern = (field: keyof Selector) => fullMatch(selector[field], `${place}.${field}`)
  return {
    group: pattern('group'),
    version: pattern('version'),
    kind: pattern('kind'),
    name: pattern('name'),
    namespace: pattern('namespace'),
  }
}

function fullMatch(pattern: string | undefined, place: string): Fits {
  if (!pattern) return () => true
  if (/^[\w-]+$/.test(pattern)) return (text) => text === pattern
  const compiled = re2(pattern, place, whole)
  return (text) => compiled.test(text)
}

/** The test that label and annotation selectors make together; each is read when something first gets as far. Throws UserError then. */
export function fitsTexts(selector: Selector, place: string): (node: MapNode) => boolean {
  const reader = (field: 'labelSelector' | 'annotationSelector') => {
    let read: ((texts: Labels) => boolean) | undefined
    return (texts: Labels): boolean => {
      read ??= labelSelector(selector[field] ?? '', `${place}.${field}`)
      return read(texts)
    }
  }
  const labels = reader('labelSelector')
  const annotations = reader('annotationSelector')
  return (node) => labels(textsOf(node, 'labels')) && annotations(textsOf(node, 'annotations'))
}

/** Labels or annotations as texts, whatever their type. */
export function textsOf(node: MapNode, field: 'labels' | 'annotations'): Labels {
  const map = pairsOf(metadataOf(node).get(field), field)
  return new Map([...map].map(([key, value]) => [key, textOf(value)]))
}
