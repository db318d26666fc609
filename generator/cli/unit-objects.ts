import { type Finding, type Problem, UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import type { Rendered } from '../kustomize/index.ts'
import { findingOf, type Manifest, type Unit } from './check.ts'
import { eachObjectIn, type Read, type Written } from './validate-documents.ts'
import { withTemplateHint } from './validate-others.ts'

/** What a finding about an object is placed by: where it was read, or what it was rendered from. */
export type Subject = Written | Rendered

/** An object of a unit; its shape is not checked yet. */
export type UnitObject = { readonly resource: Resource; readonly subject?: Subject }

/** The objects of a unit, each read when it is asked for; what is wrong with a file is told on the way. */
export function* objectsOf(unit: Unit, tell: (finding: Finding) => void): Iterable<UnitObject> {
  for (const resource of unit.resources) {
    const rendered = unit.rendered?.get(resource)
    yield rendered === undefined ? { resource } : { resource, subject: rendered }
  }
  for (const manifest of unit.manifests ?? [])
    for (const { resource, written } of readOf(manifest, tell)) yield { resource, subject: written }
}

function* readOf({ file, text }: Manifest, tell: (finding: Finding) => void): Iterable<Read> {
  const found = text()
  if (typeof found !== 'string') return tell(unreadable(file, found))
  let isEmpty = true
  try {
    for (const object of eachObjectIn(found, file)) {
      isEmpty = false
      yield object
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    for (const problem of withTemplateHint(error.problems, found)) tell(unreadable(file, problem))
    return
  }
  if (isEmpty) tell(emptyManifest(file))
}

/** The CustomResourceDefinitions of a unit: others are judged by them, so they must be known before anything is judged. */
export function definitionsOf(unit: Unit): readonly Resource[] {
  const few = { ...unit, manifests: unit.manifests?.filter(({ defines }) => defines) ?? [] }
  const found: Resource[] = []
  for (const { resource } of objectsOf(few, () => {}))
    if (resource?.kind === 'CustomResourceDefinition') found.push(resource)
  return found
}

/** What cannot be read is not green: it is named, and the rest is judged. */
export const unreadable = (source: string, problem: Problem): Finding =>
  findingOf('unreadable', 'error', source, problem)

const emptyManifest = (source: string): Finding =>
  findingOf('empty-manifest', 'warning', source, {
    message: 'holds no object',
    hint: 'remove the file, or write an object into it',
    ...(source === '-' ? {} : { place: { file: source, line: 1, column: 1 } }),
  })
