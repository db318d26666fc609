import type { Place, Problem } from '../../core/finding.ts'
import type { Files } from '../../core/tree.ts'
import { type Entry, originalId } from '../identity/entry.ts'
import { fieldText, type MapNode, metadataText } from '../node/node.ts'
import { type Readings, readingsOf } from '../provenance/readings.ts'

/** What a file may hold, as far as a look at its text tells; only then it is worth a closer one. */
export type Hints = {
  /** `$patch`, `$retainKeys` and their kind. */
  readonly directives: boolean
  /** Plain scalars that YAML readers disagree about. */
  readonly loose: boolean
  /** Numbers with 16 digits and more. */
  readonly large: boolean
}

/** What checks know about the files of a tree. Everything is looked up when it is asked for, and once. */
export type Survey = {
  readonly readings: Readings
  /** The objects of a resource file as the build has read them. */
  readonly parsed: (file: string) => readonly MapNode[] | undefined
  /** For a file, or an entry of a kustomization as objects remember it. */
  readonly hintsOf: (source: string) => Hints
  /** Problems of one file, found once however many builds use it. */
  readonly once: (file: string, check: string, find: () => readonly Problem[]) => readonly Problem[]
  /** The file that a patch or an object comes from, and where in it a text stands; its beginning when it does not. */
  readonly placeOf: (source: string, text: RegExp) => Place
  /** The object as its file has it; `undefined` for generated ones. */
  readonly written: (entry: Entry) => Written | undefined
}

/** An object in its file. */
export type Written = { readonly node: MapNode; readonly place: (pointer: string) => Place }

const directives = ['$patch', '$retainKeys', '$setElementOrder', '$deleteFromPrimitiveList']
const loose =
  /(?<!ode)[:-] +(?:[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|\d{4}-\d\d?-\d\d?[^,}\]\n#]*|[-+]?(?:0[xob]?[\da-fA-F_]+|\d*\.\d*0|\d+\.|\.\d+|[\d.]+[eE][-+]?\d+|\d+_[\d_]*)) *(?:[,}\]#\n]|$)/m
const large = /[1-9]\d{15}/

/** Nothing is read before a check asks. */
export function surveyOf(files: Files, parsed: Survey['parsed']): Survey {
  const readings = readingsOf(files)
  const known = new Map<string, Hints>()
  const hintsIn = (file: string): Hints => {
    const text = readings.text(file)
    return {
      directives: text.includes('$') && directives.some((word) => text.includes(word)),
      loose: loose.test(text),
      large: large.test(text),
    }
  }
  const problems = new Map<string, readonly Problem[]>()
  const indices = new Map<string, ReadonlyMap<string, Written>>()
  return {
    readings,
    parsed,
    hintsOf: (source) => remembered(known, fileOf(source), hintsIn),
    once: (file, check, find) => remembered(problems, `${check} ${file}`, find),
    placeOf: (source, text) => placeOfText(source, text, readings),
    written: (entry) => {
      if (!files.has(entry.origin)) return undefined
      const { kind, name } = originalId(entry)
      const index = remembered(indices, entry.origin, (file) => indexOf(file, readings))
      return index.get(`${kind} ${name}`)
    },
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: (key: string) => T): T {
  const old = known.get(key)
  if (old !== undefined) return old
  const made = make(key)
  known.set(key, made)
  return made
}

/** `over/kustomization.yaml: patches[0]` and `over/p.yaml` are what objects remember. */
const entryOfField = /^(.*): (\w+)\[(\d+)\]$/s

/** The file of what an object remembers. */
export function fileOf(source: string): string {
  return entryOfField.exec(source)?.[1] ?? source
}

function placeOfText(source: string, wanted: RegExp, readings: Readings): Place {
  const [, file, field, index] = entryOfField.exec(source) ?? []
  if (file !== undefined) return readings.placeIn(file, `/${field}/${index}`)
  const text = readings.text(source)
  const before = text.slice(0, Math.max(text.search(wanted), 0)).split('\n')
  return { file: source, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Objects of a file by kind and name; of several with both the first. */
function indexOf(file: string, readings: Readings): ReadonlyMap<string, Written> {
  const index = new Map<string, Written>()
  for (const { node, document, pointer } of readings.objects(file)) {
    const key = `${fieldText(node, 'kind')} ${metadataText(node, 'name')}`
    const place = (inside: string) => readings.placeIn(file, `${pointer}${inside}`, { document })
    if (!index.has(key)) index.set(key, { node, place })
  }
  return index
}

/** A text that stands for itself in a regular expression. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
