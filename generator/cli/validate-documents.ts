import type { Place } from '../core/finding.ts'
import { lazily } from '../core/lazily.ts'
import type { Resource } from '../core/resource.ts'
import { eachYaml, placesIn } from '../yaml/index.ts'
import { fastPlace } from './validate-fast-place.ts'

/** Where an object stands in a file: which of its documents, and where in a List. */
export type Written = { readonly file: string; readonly document: number; readonly prefix: string }

/** An object of a manifest file; its shape is not checked yet. */
export type Read = { readonly resource: Resource; readonly written: Written }

/** The objects of a file, Lists (also nested ones) unpacked. Throws UserError for what is no YAML. */
export function objectsIn(text: string, file: string): readonly Read[] {
  return [...eachObjectIn(text, file)]
}

/** The same one by one; throws before the first one. */
export function* eachObjectIn(text: string, file: string): Iterable<Read> {
  let document = 0
  for (const value of eachYaml(text, file)) {
    yield* unpacked(value, { file, document, prefix: '' })
    document++
  }
}

function unpacked(value: unknown, written: Written): readonly Read[] {
  const items = itemsOf(value)
  if (items === undefined) return [{ resource: value as Resource, written }]
  return items.flatMap((item, index) =>
    unpacked(item, { ...written, prefix: `${written.prefix}/items/${index}` }),
  )
}

/** Only a List of kubectl and the lists of the API (`PodList`) hold objects; a custom kind `AllowList` has no `items` at its top. */
function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { kind, items } = value as Readonly<Record<string, unknown>>
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)
    ? items
    : undefined
}

/** What a file's text says about places; parses a document only when something is asked about it. */
export type Places = (document: number, pointer: string, key: boolean) => Place | undefined

/** The places of a text, cut at the lines between documents, so that one finding in a long file costs little. */
export function placesOf(text: string, file: string): Places {
  const chunks = chunksOf(text)
  const made = new Map<number, ReturnType<typeof placesIn>>()
  return (document, pointer, key) => {
    const chunk = chunks[document]
    if (chunk === undefined) return undefined
    const fast = fastPlace(chunk.lines(), pointer, key)
    if (fast !== undefined) return { file, line: fast.line + chunk.line, column: fast.column }
    const place = made.get(document) ?? placesIn(chunk.text, file)
    made.set(document, place)
    const found = place(pointer, { key })
    return found && { ...found, line: found.line + chunk.line }
  }
}

type Chunk = {
  readonly text: string
  readonly line: number
  readonly lines: () => readonly string[]
}

/** The documents that are not empty, each with the number of lines before it. */
function chunksOf(text: string): readonly Chunk[] {
  const chunks: Chunk[] = []
  let line = 0
  for (const part of text.replace(/\r\n?/g, '\n').split(/^(?=---(?:\s|$))/m)) {
    if (!isEmpty(part)) chunks.push({ text: part, line, lines: lazily(() => part.split('\n')) })
    line += countLines(part)
  }
  return chunks
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

function isEmpty(part: string): boolean {
  const content = part
    .replace(/^---/, '')
    .replace(/^[ \t]*#.*$/gm, '')
    .trim()
  return content === '' || content === 'null' || content === '~'
}
