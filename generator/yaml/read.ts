import { type Problem, UserError } from '../core/finding.ts'
import { readFast } from './fast-read.ts'
import { type Reading, readFull } from './full-read.ts'
import { type Dialect, isNull, type Node } from './node.ts'
import { place } from './syntax.ts'
import { toJson } from './to-json.ts'

/** `last` is how kustomize reads kustomization.yaml and patches of JSON 6902: silently. */
export type DuplicateKeys = 'error' | 'last'

/**
 * All documents of a file, empty ones left out. Throws a UserError with every problem and its place: bad syntax,
 * tabs as indentation, duplicate keys, control characters, more than 1000 levels, alias bombs (1,000,000 values).
 */
export function readNodes(
  text: string,
  file: string,
  dialect: Dialect,
  options: { readonly duplicateKeys?: DuplicateKeys } = {},
): Node[] {
  const clean = normalized(text)
  const lastKeyWins = options.duplicateKeys === 'last'
  const fast = readFast(clean, dialect, lastKeyWins)
  if (fast !== undefined) return withoutEmpty(fast)
  const { nodes, problems } = readWhole(clean, file, dialect, lastKeyWins)
  if (problems.length > 0) throw new UserError(problems)
  return withoutEmpty(nodes)
}

/** The documents of a file as plain JSON, as kubectl, Argo CD and Flux read them unless another dialect is named. */
export function readYaml(
  text: string,
  file: string,
  options: { readonly dialect?: Dialect } = {},
): unknown[] {
  return readNodes(text, file, options.dialect ?? 'config').map(toJson)
}

/** Every problem of a file at once, in the order of their places; nothing is thrown. */
export function problemsOf(text: string, file: string): Problem[] {
  const clean = normalized(text)
  if (readFast(clean, 'config', false) !== undefined) return []
  try {
    return [...readWhole(clean, file, 'config', false).problems]
  } catch (error) {
    if (error instanceof UserError) return [...error.problems]
    throw error
  }
}

function withoutEmpty(nodes: Node[]): Node[] {
  return nodes.some(isNull) ? nodes.filter((node) => !isNull(node)) : nodes
}

/** Without byte order mark, every line break a line feed: as Go's scanner sees it, and lines keep their numbers. */
export function normalized(text: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const rest = start === 0 ? text : text.slice(start)
  return /[\r\x85]/.test(rest) ? rest.replace(/\r\n?|\x85/g, '\n') : rest
}

/** Outside of what go-yaml's reader takes; U+2028 and U+2029 are in. */
const control = /[^\t\n\x20-\x7e\xa0-\ufefe\uff00-\ufffd]/

function readWhole(text: string, file: string, dialect: Dialect, lastKeyWins: boolean): Reading {
  const found = control.exec(text)
  if (found !== null) return { nodes: [], problems: [controlCharacter(text, file, found)] }
  const wrong = dialect === 'resource' ? separatorProblems(text, file) : []
  if (wrong.length > 0) return { nodes: [], problems: wrong }
  const { nodes, problems } = readFull(text, file, dialect, lastKeyWins)
  return { nodes, problems: sorted(problems) }
}

function controlCharacter(
  text: string,
  file: string,
  { 0: character, index }: RegExpExecArray,
): Problem {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return {
    message: `the control character U+${code} is not allowed in YAML`,
    hint: 'remove it, or write it as an escape in double quotes',
    place: place(text, file, index),
  }
}

/** Kustomize splits resource files by text: after `---` only a comment may follow, and directives do not work. */
function separatorProblems(text: string, file: string): Problem[] {
  const wrong = [...text.matchAll(/^(?:%.*|---[^\n]*(?=\n))/gm)].filter(
    ({ 0: line, index }) =>
      (line.startsWith('%') && index === 0) ||
      (index > 0 && !/^(?:%.*|---\s*(?:#.*)?)$/.test(line)),
  )
  return wrong.map(({ 0: line, index }) => ({
    message: `kustomize does not read "${line}"`,
    hint: 'write a line with nothing but --- between documents',
    place: place(text, file, index),
  }))
}

/** In the order of the file, and one per line: further ones there mostly follow from the first. */
function sorted(problems: readonly Problem[]): Problem[] {
  const lines = new Set<number>()
  return problems
    .toSorted(
      (a, b) =>
        (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
        (a.place?.column ?? 0) - (b.place?.column ?? 0),
    )
    .filter(({ place: at }) => at === undefined || (!lines.has(at.line) && lines.add(at.line)))
}
