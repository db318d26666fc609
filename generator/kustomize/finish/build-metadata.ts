import { UserError } from '../../core/finding.ts'
import { printYaml, readNodes } from '../../yaml/index.ts'
import { withTexts } from '../edit/patch.ts'
import { setPairs } from '../edit/set-pairs.ts'
import { type Entry, fromLabels, metadataOf, withMetadata, withNode } from '../identity/entry.ts'
import { fieldText, isMap, isMissing, type MapNode, textOf } from '../node/node.ts'
import { pairsOf } from '../node/pairs.ts'
import type { Shape } from '../read/decode.ts'
import { readConfig } from '../read/read-config.ts'

/** Where an object comes from. */
export const originKey = 'config.kubernetes.io/origin'
/** Every transformer that has run over an object, whether it changed anything or not. */
export const stepsKey = 'alpha.config.kubernetes.io/transformations'

/** What makes or changes objects: a builtin without a name for a field of kustomization.yaml, a plugin with its own. */
export type Tool = {
  readonly apiVersion: string
  readonly kind: string
  readonly name?: string
  readonly namespace?: string
}

/** The note on an object that was read from a file. */
export function fileNote(path: string): string {
  return `path: ${written(path)}\n`
}

/** The note on what a tool made or changed; `file` is where the tool is configured. */
export function toolNote(file: string, { apiVersion, kind, name, namespace }: Tool): string {
  return [
    ...(file ? [`configuredIn: ${written(file)}\n`] : []),
    'configuredBy:\n',
    `  apiVersion: ${written(apiVersion)}\n`,
    `  kind: ${written(kind)}\n`,
    ...(name ? [`  name: ${written(name)}\n`] : []),
    ...(namespace ? [`  namespace: ${written(namespace)}\n`] : []),
  ].join('')
}

/** The note on what a plugin made or changed; `undefined` when its configuration has no origin itself. */
export function pluginNote({ node }: Entry): string | undefined {
  const origin = noteOf(node, originKey)
  if (origin === undefined) return undefined
  const [read = null] = readNodes(origin, originKey, 'config')
  const metadata = node.get('metadata')
  return toolNote(fieldText(read, 'path'), {
    apiVersion: fieldText(node, 'apiVersion'),
    kind: fieldText(node, 'kind'),
    name: fieldText(metadata, 'name'),
    namespace: fieldText(metadata, 'namespace'),
  })
}

/** The same objects of a file with a note where they come from, in place of what was written there. */
export function withOrigin(entries: readonly Entry[], note: string): readonly Entry[] {
  const told = setPairs(entries, annotations, { [originKey]: note })
  return told.map((entry, i) => {
    const before = metadataOf(entries[i]?.node ?? entry.node)
    return isMap(before.get('annotations'))
      ? entry
      : { ...entry, notesStand: fromLabels(entry.node) }
  })
}

const annotations = [{ path: 'metadata/annotations', create: true }]

/** The same, except for objects that have an origin already. */
export function withOriginIfNone(entries: readonly Entry[], note: string): readonly Entry[] {
  return entries.map((entry) =>
    noteOf(entry.node, originKey) === undefined ? withNote(entry, originKey, note) : entry,
  )
}

/** Note a step; an object without origin is taken to be made by it. */
export function withStep(entries: readonly Entry[], note: string): readonly Entry[] {
  const step = `- ${note.trimEnd().replaceAll('\n', '\n  ')}\n`
  return entries.map((entry) => {
    if (originOf(entry) === undefined) return withNote(entry, originKey, note)
    return withNote(entry, stepsKey, stepsOf(entry) + step)
  })
}

/** Words and paths that are written without quotes, unless they are words of YAML. */
const bare = String.raw`(?:\w[\w.-]*/|\.*/)*[A-Za-z][\w./-]*`
const yamlWord = /: (?:[yn]|yes|no|on|off|true|false|null)$/im
/** A note in the form in which this file writes it, with so many blanks before its lines but the first. */
const noteWith = (blanks: string): string => {
  const field = (name: string) => `(?:\n${blanks}  ${name}: ${bare})`
  const tool = `configuredBy:${field('apiVersion')}${field('kind')}${field('name')}?${field('namespace')}?`
  return `(?:path: ${bare}|(?:configuredIn: ${bare}\n${blanks})?${tool})\n`
}
const ownNote = new RegExp(`^${noteWith('')}$`)
const ownSteps = new RegExp(`^(?:- ${noteWith('  ')})*$`)

/** The steps so far; what somebody else wrote there is read and written again, as upstream. Throws UserError when it is no list of steps. */
function stepsOf(entry: Entry): string {
  const text = noteOf(entry.node, stepsKey) ?? ''
  if (ownSteps.test(text) && !yamlWord.test(text)) return text
  const read = readConfig(text, stepsKey, { list: stepShape }, tolerant) as readonly Origin[]
  return (read ?? [])
    .map(
      (step) => `- ${printYaml(filled(step, originFields)).trimEnd().replaceAll('\n', '\n  ')}\n`,
    )
    .join('')
}

type Origin = Readonly<Record<string, unknown>>

/** The fields that hold something, in the order in which upstream writes them. */
function filled(read: Origin, fields: object): Origin {
  const entries = Object.keys(fields).map((name) => {
    const value = read[name]
    return [name, name === 'configuredBy' ? filled((value ?? {}) as Origin, toolFields) : value]
  })
  return Object.fromEntries(entries.filter(([, value]) => !isEmpty(value)))
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (Object.keys(Object(value)).length === 0 && typeof value === 'object')

const toolFields = {
  apiVersion: 'string',
  kind: 'string',
  name: 'string',
  namespace: 'string',
} as const
const originFields = {
  path: 'text',
  repo: 'text',
  ref: 'text',
  configuredIn: 'text',
  configuredBy: { fields: toolFields },
} as const
const stepShape: Shape = { fields: originFields }
const tolerant = { unknown: 'ignored', duplicateKeys: 'last' } as const

/** The note where an object comes from. Throws UserError when somebody else wrote there what is none. */
export function originOf({ node, origin }: Entry): string | undefined {
  const text = noteOf(node, originKey)
  if (text !== undefined && (!ownNote.test(text) || yamlWord.test(text)))
    readConfig(text, `${originKey} of an object of ${origin}`, stepShape, tolerant)
  return text
}

function noteOf(node: MapNode, key: string): string | undefined {
  const annotations = metadataOf(node).get('annotations')
  return isMap(annotations) && annotations.has(key)
    ? textOf(pairsOf(annotations, 'annotations').get(key))
    : undefined
}

/** Upstream writes all annotations anew. */
function withNote(entry: Entry, key: string, text: string): Entry {
  const metadata = entry.node.get('metadata')
  if (!isMissing(metadata) && !isMap(metadata))
    throw new UserError({
      message: `metadata of an object of ${entry.origin} is no map, and buildMetadata wants a note there`,
      hint: 'write metadata: {name: ...}',
    })
  const old = pairsOf(metadataOf(entry.node).get('annotations'), 'annotations')
  const texts = new Map(old).set(key, text)
  const node = withTexts(withMetadata(entry.node, 'annotations', texts), 'annotations')
  return { ...withNode(entry, node), notesStand: fromLabels(node) }
}

function written(text: string): string {
  return printYaml(text).trimEnd()
}
