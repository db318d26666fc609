import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Finding, type Problem, UserError } from '../core/finding.ts'
import { at } from '../core/pointer.ts'
import type { Exception } from '../validate/index.ts'
import { placesIn, readYaml } from '../yaml/index.ts'
import { checkDay, textIfThere } from './validate-settings.ts'

const HEADER = `# Findings that were there when the checks were introduced: they are not reported until they expire.
# Written by strata validate --write-baseline; take entries out as they are corrected.
# expires: "2027-01-31" beside findings, or in an entry, is the last day on which it counts.
`

/** One line per finding, sorted, so that branches merge. */
export function baselineText(findings: readonly Finding[]): string {
  const entries = findings.map(({ rule, source, resource, pointer }) =>
    JSON.stringify({ rule, source: source ?? '', resource, pointer }),
  )
  const lines = [...new Set(entries)].sort().map((entry) => `  - ${entry}\n`)
  return `${HEADER}findings:${lines.length > 0 ? '\n' : ' []\n'}${lines.join('')}`
}

export function writeBaseline(cwd: string, file: string, text: string): void {
  try {
    writeFileSync(resolve(cwd, file), text)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(
      {
        message: `cannot write the baseline to "${file}": ${code}`,
        hint: 'name a file in a folder that is there',
      },
      { cause: error },
    )
  }
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
