import type { Problem } from '../../core/finding.ts'
import { splitFieldPath } from '../edit/field-path.ts'
import { findSource } from '../edit/replacement-value.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import type { Layer } from '../layer.ts'
import type { PathOptions, Replacement } from '../read/kustomization.ts'
import { isReference, nameCopied } from './generated-name-copied.ts'
import { newerThanKubectl, newInReplacement } from './older-kubectl.ts'
import { replacementMissed } from './replacement-hits-nothing.ts'
import { textOnTheWay, textTraps } from './text-replacement.ts'

/** Watches one target of a replacement; tells each thing once, for the first object. */
export type TargetWatch = {
  readonly hit: (entry: Entry, paths: readonly string[], options: PathOptions) => void
  readonly end: () => void
}

/** Tells what is new in a replacement, and gives a watch for each of its targets. */
export function watchReplacement(
  entries: readonly Entry[],
  replacement: Replacement,
  source: string,
  layer: Layer,
  pointer: string,
): (target: number) => TargetWatch {
  for (const [what, since] of newInReplacement(replacement))
    layer.warn(newerThanKubectl(`${source} has ${what}`, since), pointer)
  const generated = generatedSource(entries, replacement, source)
  return (target) => {
    const place = `${pointer}/targets/${target}`
    const { select = {} } = replacement.targets?.[target] ?? {}
    let hits = 0
    const told = new Set<string>()
    const tell = (path: string, what: string, problem: Problem) => {
      if (told.size < told.add(`${what} ${path}`).size) layer.warn(problem, place)
    }
    const look = (entry: Entry, path: string, options: PathOptions): void => {
      const steps = splitFieldPath(path)
      for (const problem of textTraps(source, entry, path, steps, options))
        tell(path, 'trap', problem)
      if (textOnTheWay(entry.node, steps).text !== undefined)
        tell(path, 'text', newerThanKubectl(`${source}: ${path} leads into a text`, '5.8'))
      const { tables } = layer
      if (generated && !isReference(tables, currentId(generated), currentId(entry), steps))
        tell(path, 'name', nameCopied(source, generated, path, entry))
    }
    return {
      hit: (entry, paths, options) => {
        hits++
        for (const path of paths) look(entry, path, options)
      },
      end: () => {
        if (hits === 0) layer.warn(replacementMissed(source, select), place)
      },
    }
  }
}

/** The generated object whose name is copied, when that is what the replacement does. */
function generatedSource(
  entries: readonly Entry[],
  { source }: Replacement,
  place: string,
): Entry | undefined {
  if (source === undefined || (source.fieldPath || 'metadata.name') !== 'metadata.name')
    return undefined
  if (!entries.some(({ hashed }) => hashed)) return undefined
  const entry = findSource(entries, source, place)
  return entry.hashed ? entry : undefined
}
