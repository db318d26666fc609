import { resolve } from 'node:path'
import { type Finding, type Problem, UserError } from '../core/finding.ts'
import { at } from '../core/pointer.ts'
import { realFile, writeOutput } from '../io/write-output.ts'
import { counted } from '../report/index.ts'
import type { Exception } from '../validate/index.ts'
import { placesIn, readYaml } from '../yaml/index.ts'
import { checkDay, textIfThere } from './validate-settings.ts'

const HEADER = `# Findings that were there when the checks were introduced: they are not reported until they expire.
# Written by strata validate --write-baseline; take entries out as they are corrected.
# expires: "2027-01-31" beside findings, or in an entry, is the last day on which it counts.
`

type Entry = Pick<Finding, 'rule' | 'source' | 'resource' | 'pointer'>

/** What a baseline file says: the day for all of it, and its entries with days of their own. */
type Written = { readonly expires: unknown; readonly days: ReadonlyMap<string, unknown> }

const EMPTY: Written = { expires: undefined, days: new Map() }

/**
 * Makes a file of the findings, and says what has changed. A baseline that is there keeps the days of what still occurs;
 * any other file is not touched. Throws UserError.
 */
export function writeBaseline(cwd: string, file: string, findings: readonly Finding[]): string {
  const old = writtenIn(cwd, file)
  const keys = [...new Set(findings.map(keyOf))].sort()
  writeOutput(resolve(cwd, file), baselineText(keys, old))
  const kept = keys.filter((key) => old.days.has(key)).length
  const change =
    old === EMPTY
      ? ''
      : `: ${kept} as before, ${keys.length - kept} new, ${old.days.size - kept} gone`
  return `${file} holds ${counted(keys.length, 'finding')}${change}; use it with --baseline ${file}\n`
}

const keyOf = ({ rule, source = '', resource, pointer }: Entry): string =>
  JSON.stringify({ rule, source, resource, pointer })

/** One line per finding, sorted, so that branches merge. */
function baselineText(keys: readonly string[], { expires, days }: Written): string {
  const lines = keys.map((key) => {
    const day = days.get(key)
    return `  - ${day === undefined ? key : `${key.slice(0, -1)},"expires":${JSON.stringify(day)}}`}\n`
  })
  const until = expires === undefined ? '' : `expires: ${JSON.stringify(expires)}\n`
  return `${HEADER}${until}findings:${lines.length > 0 ? '\n' : ' []\n'}${lines.join('')}`
}

function writtenIn(cwd: string, file: string): Written {
  const text = textIfThere(cwd, file)
  if (text === undefined || text.trim() === '') return EMPTY
  const document = documentIn(text, file)
  const findings = at(document, '/findings')
  const members = Object.keys(Object(document))
  if (!Array.isArray(findings) || members.some((name) => !['findings', 'expires'].includes(name)))
    throw new UserError({
      message: `${file} is no baseline, and would be overwritten`,
      hint: 'name another file, or remove this one',
    })
  const days = findings.map((entry: Entry & { readonly expires?: unknown }) => {
    const { rule = '', source = '', resource = '', pointer = '', expires } = Object(entry)
    return [keyOf({ rule, source, resource, pointer }), expires] as const
  })
  return { expires: at(document, '/expires'), days: new Map(days) }
}

function documentIn(text: string, file: string): unknown {
  try {
    return readYaml(text, file)[0]
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Whether two flags name one file: what it lists is then not left out, or it would be lost. */
export function isSameFile(cwd: string, a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const real = (file: string): string => realFile(resolve(cwd, file)) ?? resolve(cwd, file)
  return real(a) === real(b)
}

/** The entries of a baseline file as exceptions. Throws UserError when it is not there or not one. */
export function readBaseline(cwd: string, file: string): readonly Exception[] {
  const text = textIfThere(cwd, file)
  if (text === undefined)
    throw new UserError({
      message: `there is no baseline ${file}`,
      hint: `write one: strata validate --write-baseline ${file}`,
    })
  const [document] = readYaml(text, file)
  const place = placesIn(text, file)
  const problems: Problem[] = []
  const wrong = (pointer: string, message: string, hint: string): void => {
    const where = place(pointer)
    problems.push({ message, hint, ...(where ? { place: where } : {}) })
  }
  checkDay(at(document, '/expires'), '/expires', wrong)
  const findings = at(document, '/findings')
  if (!Array.isArray(findings)) wrong('', `${file} is no baseline`, 'it needs a list "findings"')
  const list = Array.isArray(findings) ? findings : []
  const entries = list.map((entry, index) => {
    checkDay(at(entry, '/expires'), `/findings/${index}/expires`, wrong)
    return entryOf(entry, at(document, '/expires'))
  })
  if (problems.length > 0) throw new UserError(problems)
  return entries.map((entry, index) => {
    const where = place(`/findings/${index}`)
    return where ? { ...entry, place: where } : entry
  })
}

function entryOf(entry: unknown, until: unknown): Exception {
  const text = (name: string): string => String(at(entry, `/${name}`) ?? '')
  const expires = at(entry, '/expires') ?? until
  return {
    kind: 'baseline',
    rule: text('rule'),
    source: text('source'),
    resource: text('resource'),
    pointer: text('pointer'),
    reason: '',
    ...(typeof expires === 'string' ? { expires } : {}),
  }
}
