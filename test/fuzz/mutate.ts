import { readdirSync, readFileSync } from 'node:fs'
import type { Input } from './input.ts'
import type { Random } from './random.ts'
import { scalar, text } from './trees/scalars.ts'
import { isRaw } from './trees/value.ts'

const folder = new URL('../kustomize/cases/', import.meta.url)

/** The committed cases as inputs: what is changed at random. */
export function readCorpus(): readonly Input[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Input[])
    .map(({ files, root = '.', options }) => ({ files, root, ...(options && { options }) }))
}

type Edit = (r: Random, text: string, corpus: readonly Input[]) => string

/** A committed case with one to three changes. */
export function mutated(r: Random, corpus: readonly Input[]): Input {
  const input = r.pick(corpus)
  const files = { ...input.files }
  for (let i = r.int(3); i >= 0; i--) {
    const path = r.pick(Object.keys(files))
    const edit = r.weighted(edits)
    files[path] = edit(r, files[path] ?? '', corpus)
    if (path.includes('kustomization') && r.chance(0.3)) splice(r, files, path, corpus)
  }
  return { ...input, files }
}

/** Adds a field of another case's kustomization, with the files beside it that are not here yet. */
function splice(
  r: Random,
  files: Record<string, string>,
  path: string,
  corpus: readonly Input[],
): void {
  const other = r.pick(corpus)
  const from = r.pick(Object.keys(other.files))
  if (!/kustomization/i.test(from)) return
  const fields = blocks(other.files[from] ?? '').filter(({ line }) => /^[a-z]\w*:/i.test(line))
  if (fields.length === 0) return
  const { text: field, line } = r.pick(fields)
  const key = line.replace(/:.*/, ':')
  if (/^(?:apiVersion|kind|resources):/.test(key)) return
  const own = files[path] ?? ''
  if (own.split('\n').some((row) => row.startsWith(key))) return
  files[path] = `${own.replace(/\n*$/, '\n')}${field}\n`
  const dir = path.slice(0, path.lastIndexOf('/') + 1)
  for (const [name, content] of Object.entries(other.files))
    if (!/kustomization/i.test(name)) files[dir + name] ??= content
}

type Block = {
  readonly line: string
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Each line with the deeper ones below it. */
export function blocks(text: string): readonly Block[] {
  const lines = text.split('\n')
  const depth = (line: string) => line.search(/[^ ]/)
  return lines.flatMap((line, from) => {
    if (line.trim() === '') return []
    let to = from + 1
    for (; to < lines.length; to++) {
      const next = lines[to] ?? ''
      const sameList = depth(next) === depth(line) && /^ *- /.test(next) && !/^ *- /.test(line)
      if (next.trim() !== '' && depth(next) <= depth(line) && !sameList) break
    }
    return [{ line, from, to, text: lines.slice(from, to).join('\n') }]
  })
}

function replaceLines(text: string, from: number, to: number, by: readonly string[]): string {
  const lines = text.split('\n')
  return [...lines.slice(0, from), ...by, ...lines.slice(to)].join('\n')
}

/** Fields without which little builds: changed less often. */
const vital =
  /^[ -]*(?:apiVersion|kind|metadata|name|resources|path|patch|target|targets|source|select):/

const onBlock =
  (change: (r: Random, block: Block, all: readonly Block[]) => readonly string[]): Edit =>
  (r, content) => {
    const all = blocks(content)
    if (all.length === 0) return content
    const usual = all.filter(({ line }) => !vital.test(line))
    const block = r.pick(r.chance(0.85) && usual.length > 0 ? usual : all)
    return replaceLines(content, block.from, block.to, change(r, block, all))
  }

const setScalar: Edit = onBlock((r, { line, text: whole }) => {
  const found = /^( *(?:- )*(?:[^\s:'"]+:|-) ).*$/.exec(line)
  if (!found || whole !== line) return [whole]
  const value = r.chance(0.6) ? scalar(r) : text(r, 0.8)
  const written =
    value !== null && typeof value === 'object' && isRaw(value) ? value.text : JSON.stringify(value)
  return [`${found[1]}${written}`]
})

const removeBlock: Edit = onBlock(() => [])

const repeatBlock: Edit = onBlock((_, block) => [block.text, block.text])

/** A block in the place of another one, at its depth. */
const moveBlock: Edit = onBlock((r, block, all) => {
  const other = r.pick(all)
  const shift = block.line.search(/[^ ]/) - other.line.search(/[^ ]/)
  const moved = other.text
    .split('\n')
    .map((line) => (shift >= 0 ? ' '.repeat(shift) + line : line.slice(-shift)))
  return r.chance(0.5) ? moved : [...moved, block.text]
})

const emptyBlock: Edit = onBlock((r, { line }) => [
  line.replace(/(:|-)( .*)?$/, `$1 ${r.pick(['', 'null', '{}', '[]', '""', '0', 'true', 'x'])}`),
])

/** Changes of characters: mostly what a parser has to refuse, or to read in its own way. */
const noise: Edit = (r, content) => {
  const at = r.int(content.length + 1)
  const odd = [...'\t :-#&*!|>\'"%@`{}[],?\n\\0=~<.', '\r\n', '---\n', '  ', '\n  ', '- ', ': ']
  const cut = r.chance(0.5) ? 1 : 0
  return content.slice(0, at) + (r.chance(0.8) ? r.pick(odd) : '') + content.slice(at + cut)
}

/** Another word from the same file: names, kinds, paths that exist elsewhere. */
const swapWord: Edit = (r, content) => {
  const words = content.match(/[\w./-]+/g)
  if (words === null) return content
  const [from, to] = [r.pick(words), r.pick(words)]
  const places = content.split(from)
  const at = 1 + r.int(places.length - 1)
  return places.slice(0, at).join(from) + to + places.slice(at).join(from)
}

const edits: readonly (readonly [number, Edit])[] = [
  [4, setScalar],
  [3, removeBlock],
  [1.5, repeatBlock],
  [2, moveBlock],
  [2, emptyBlock],
  [2, swapWord],
  [1, noise],
]
