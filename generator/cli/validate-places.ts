import type { Finding, Place } from '../core/finding.ts'
import { memo } from '../core/memo.ts'
import { at, pointerTo, stepsOf } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import { placeOf } from '../yaml/index.ts'
import { objectsIn, type Places, placesOf, type Read, type Written } from './validate-documents.ts'

/** The text of a file of a rendering or a manifest; nothing when it cannot be read. */
export type ReadText = (file: string) => string | undefined

/** Where an object of a rendering comes from; see `Rendered`. */
export type Origin = { readonly origin: string; readonly patches: readonly string[] }

/** Finds the line where a person can correct a finding. Files are parsed at their first use and kept. */
export type Finder = {
  readonly inManifest: (finding: Finding, written: Written) => Place | undefined
  readonly inRendering: (finding: Finding, resource: Resource, origin: Origin) => Place | undefined
}

export function createFinder(read: ReadText): Finder {
  const places = memo((file) => placesOf(read(file) ?? '', file))
  const objects = memo((file) => objectsOf(read(file), file))
  return {
    inManifest: (finding, { file, document, prefix }) =>
      places(file)(document, prefix + finding.pointer, isAboutKey(finding)),
    inRendering: (finding, resource, { origin, patches }) => {
      const files = [...patches].reverse().map((patch) => ({ patch, exact: true }))
      for (const { patch, exact } of [...files, { patch: origin, exact: false }]) {
        const place = placeInSource(finding, resource, patch, exact, { read, places, objects })
        if (place !== undefined) return place
      }
      return undefined
    },
  }
}

type Reading = {
  readonly read: ReadText
  readonly places: (file: string) => Places
  readonly objects: (file: string) => readonly Read[]
}

/** A name that is wrong is shown at the name, everything else at the value. */
const isAboutKey = ({ rule }: Finding): boolean => rule === 'known-field'

/** `exact`: only when the value in question is said here; a patch says little of an object. */
function placeInSource(
  finding: Finding,
  resource: Resource,
  source: string,
  exact: boolean,
  { read, places, objects }: Reading,
): Place | undefined {
  const [, file = source, list, index] = /^(.*): (\w+)\[(\d+)\]$/.exec(source) ?? []
  const text = read(file)
  if (text === undefined) return undefined
  if (list !== undefined) return exact ? undefined : placeOf(text, file, `/${list}/${index}`)
  const written = writtenIn(objects(file), resource)
  if (written === undefined) return undefined
  const { document, prefix } = written.written
  const { pointer, whole } = pointerIn(resource, written.resource, finding.pointer)
  if (exact && !(whole && same(at(resource, finding.pointer), at(written.resource, pointer))))
    return undefined
  return places(file)(document, prefix + pointer, whole && isAboutKey(finding))
}

function objectsOf(text: string | undefined, file: string): readonly Read[] {
  try {
    return text === undefined ? [] : objectsIn(text, file)
  } catch {
    return []
  }
}

/** Which object of a file this one comes from; its name may have changed on the way. */
function writtenIn(objects: readonly Read[], resource: Resource): Read | undefined {
  const { name } = resource.metadata
  const nameOf = (read: Read): unknown => at(read.resource, '/metadata/name')
  const kin = objects.filter((read) => at(read.resource, '/kind') === resource.kind)
  return (
    kin.find((read) => nameOf(read) === name) ??
    kin.find((read) => name.includes(String(nameOf(read)))) ??
    kin[0] ??
    objects[0]
  )
}

/** The same place in a source: elements of lists are found by what names them, as far as they are there. */
function pointerIn(
  resource: unknown,
  source: unknown,
  pointer: string,
): { readonly pointer: string; readonly whole: boolean } {
  let [from, to, found] = [resource, source, '']
  for (const step of stepsOf(pointer)) {
    const next = Array.isArray(from) && Array.isArray(to) ? indexIn(to, from[Number(step)]) : step
    const below = pointerTo('', next)
    from = at(from, pointerTo('', step))
    to = at(to, below)
    if (to === undefined) return { pointer: found, whole: false }
    found += below
  }
  return { pointer: found, whole: true }
}

const NAMES = ['name', 'key', 'mountPath', 'containerPort', 'port', 'host', 'ip', 'path', 'kind']

function indexIn(list: readonly unknown[], wanted: unknown): number {
  for (const name of NAMES) {
    const value = at(wanted, `/${name}`)
    if (value === undefined) continue
    return list.findIndex((element) => at(element, `/${name}`) === value)
  }
  return list.findIndex((element) => same(element, wanted))
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
