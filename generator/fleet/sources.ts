import type { Place, Problem } from '../core/finding.ts'
import { UserError } from '../core/finding.ts'
import { pointerTo, stepsOf } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'
import type { FileTree } from '../core/tree.ts'
import { placeOf, placesIn, problemsOf, readYaml } from '../yaml/index.ts'

export const FLEET_FILE = 'fleet.yaml'
const SECTIONS = ['clusters', 'environments', 'applications'] as const

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** fleet.yaml with everything it includes as one document, which still knows where each key stands. */
export type Sources = {
  readonly document: Json
  /** The place of what a pointer into `document` names; with `key`, of the name itself. */
  readonly place: (pointer: string, key?: boolean) => Place
}

/** Glob patterns of `include:`. Throws UserError when one could leave the repository. */
export function includesOf(text: string): readonly string[] {
  const [document] = readOne(text, FLEET_FILE)
  const { include } = isObject(document) ? document : {}
  if (!Array.isArray(include)) return []
  const problems = include.flatMap((pattern, i): Problem[] => {
    if (typeof pattern !== 'string') return []
    const outside =
      pattern.startsWith('/') ||
      /^[a-zA-Z]:/.test(pattern) ||
      /(^|[/\\{,(|])\.\.([/\\},)|]|$)/.test(pattern)
    if (!outside) return []
    const place = placeOf(text, FLEET_FILE, `/include/${i}`)
    return [
      {
        message: `include "${pattern}" leaves the repository`,
        hint: 'name files below the folder of fleet.yaml, without ".."',
        ...(place ? { place } : {}),
      },
    ]
  })
  if (problems.length > 0) throw new UserError(problems)
  return include.filter((pattern): pattern is string => typeof pattern === 'string')
}

/** Merge the files section by section; syntax errors and keys defined twice are all reported at once. */
export function mergeSources(files: FileTree): Sources {
  const problems = [...files].flatMap(([file, text]) => problemsOf(text, file))
  if (problems.length > 0) throw new UserError(problems)
  const origin = new Map<string, string>()
  const document: Record<string, unknown> = {}
  // A file is parsed with positions when the first message needs one, and once only.
  const locators = new Map<string, ReturnType<typeof placesIn>>()
  const place = (pointer: string, key = false): Place => {
    const [section = '', name = ''] = stepsOf(pointer)
    const file = origin.get(`${section}/${name}`) ?? origin.get(section) ?? FLEET_FILE
    const locate = locators.get(file) ?? placesIn(files.get(file) ?? '', file)
    locators.set(file, locate)
    return locate(pointer, { key }) ?? { file, line: 1, column: 1 }
  }
  for (const [file, text] of files) {
    const [found, extra] = readOne(text, file)
    if (extra !== undefined)
      problems.push({
        message: `${file} holds several YAML documents`,
        hint: 'keep one, without "---"',
        place: { file, line: 1, column: 1 },
      })
    if (found === undefined || found === null) problems.push(empty(file))
    else if (!isObject(found))
      problems.push({ ...empty(file), message: `${file} is not a mapping` })
    else problems.push(...mergeInto(document, origin, found, file, text))
  }
  if (problems.length > 0) throw new UserError(problems)
  return { document, place }
}

const readOne = (text: string, file: string): readonly unknown[] => readYaml(text, file)

const empty = (file: string): Problem => ({
  message: `${file} is empty`,
  hint:
    file === FLEET_FILE
      ? 'describe a repository, clusters, environments and applications; the README shows an example'
      : 'fill it, or take it out of include',
  place: { file, line: 1, column: 1 },
})

function mergeInto(
  document: Record<string, unknown>,
  origin: Map<string, string>,
  found: Json,
  file: string,
  text: string,
): Problem[] {
  const problems: Problem[] = []
  const claim = (pointer: string, id: string): boolean => {
    const first = origin.get(id)
    if (first === undefined) {
      origin.set(id, file)
      return true
    }
    const at = placeOf(text, file, pointer, { key: true })
    problems.push({
      message: `${id.replace('/', '.')} is defined twice: here and in ${first}`,
      hint: 'keep one of them',
      ...(at ? { place: at } : {}),
    })
    return false
  }
  for (const [section, value] of Object.entries(found)) {
    const known = (SECTIONS as readonly string[]).includes(section)
    if (known && isObject(value) && isObject(document[section] ?? {})) {
      document[section] ??= {}
      const merged = document[section] as Record<string, unknown>
      for (const [name, member] of Object.entries(value))
        if (claim(pointerTo(`/${section}`, name), `${section}/${name}`))
          define(merged, name, member)
    } else if (file !== FLEET_FILE) problems.push(misplaced(section, file, text))
    else define(document, section, value)
  }
  return problems
}

/** Also where the name is `__proto__`. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}

function misplaced(section: string, file: string, text: string): Problem {
  const at = placeOf(text, file, `/${section}`, { key: true })
  return {
    message: `"${section}" cannot stand in an included file${didYouMean(section, SECTIONS)}`,
    hint: `included files hold ${SECTIONS.join(', ')}`,
    ...(at ? { place: at } : {}),
  }
}
