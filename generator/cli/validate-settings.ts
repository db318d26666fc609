import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type Finding,
  type Place,
  type Problem,
  type Severity,
  UserError,
} from '../core/finding.ts'
import { at, pointerTo } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'
import { FLEET_FILE } from '../fleet/sources.ts'
import { asUserError } from '../io/as-user-error.ts'
import type { Exception, RuleText } from '../validate/index.ts'
import { placesIn, readYaml } from '../yaml/index.ts'

export const SETTINGS_FILE = '.strata.yaml'

/** What a repository says about its own checks, in `.strata.yaml` or under `validation` in fleet.yaml. */
export type Settings = {
  readonly exceptions: readonly Exception[]
  readonly severities: ReadonlyMap<string, Severity | 'off'>
  /** Why kinds without a schema are passed over in silence. */
  readonly missingSchemas?: string
}

export const NO_SETTINGS: Settings = { exceptions: [], severities: new Map() }

/** A file below the folder where the user stands, if it is there. */
export function textIfThere(cwd: string, file: string): string | undefined {
  try {
    return readFileSync(resolve(cwd, file), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw asUserError(error, 'read', file)
  }
}

/** `.strata.yaml`, and `validation` of fleet.yaml; nothing where there is neither. Throws UserError naming every mistake. */
export async function readSettings(cwd: string): Promise<Settings> {
  const own = textIfThere(cwd, SETTINGS_FILE)
  const fleet = textIfThere(cwd, FLEET_FILE)
  const settings = own === undefined ? NO_SETTINGS : await parseSettings(own, SETTINGS_FILE, '')
  if (fleet === undefined || !/^["']?validation\b/m.test(fleet)) return settings
  return together(settings, await parseSettings(fleet, FLEET_FILE, '/validation'))
}

function together(own: Settings, ofFleet: Settings): Settings {
  const twice = [...own.severities.keys()].filter((rule) => ofFleet.severities.has(rule))
  if (twice.length > 0)
    throw new UserError({
      message: `${SETTINGS_FILE} and ${FLEET_FILE} both say how bad ${twice.join(', ')} is`,
      hint: 'keep one of them',
    })
  return {
    ...own,
    ...ofFleet,
    exceptions: [...own.exceptions, ...ofFleet.exceptions],
    severities: new Map([...own.severities, ...ofFleet.severities]),
  }
}

const MEMBERS = ['exceptions', 'severities']
const EXCEPTION = ['rule', 'resource', 'source', 'pointer', 'reason', 'expires']

/** The settings at `root`, a pointer into the file. */
export async function parseSettings(text: string, file: string, root: string): Promise<Settings> {
  const [document] = readYaml(text, file)
  const place = placesIn(text, file)
  const found = root === '' ? document : at(document, root)
  if (found === undefined || found === null) return NO_SETTINGS
  const problems: Problem[] = []
  const wrong = (pointer: string, message: string, hint: string): void => {
    const where = place(root + pointer, { key: true })
    problems.push({ message, hint, ...(where ? { place: where } : {}) })
  }
  // Each file spells its members as it spells all others.
  const missing = root === '' ? 'missing-schemas' : 'missingSchemas'
  checkMembers(found, [...MEMBERS, missing], '', wrong)
  const exceptions = listAt(found, '/exceptions', wrong).map((one, index) =>
    exceptionOf(one, `/exceptions/${index}`, place(`${root}/exceptions/${index}`), wrong),
  )
  const { allRuleTexts } = await import('./rule-texts.ts')
  const severities = severitiesOf(at(found, '/severities'), allRuleTexts, wrong)
  const reason = at(found, `/${missing}`)
  if (reason !== undefined && !isText(reason))
    wrong(`/${missing}`, `${missing} must be a reason`, 'say why these kinds have none')
  if (problems.length > 0) throw new UserError(problems)
  return { exceptions, severities, ...(isText(reason) ? { missingSchemas: reason } : {}) }
}

type Wrong = (pointer: string, message: string, hint: string) => void

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function checkMembers(value: unknown, known: readonly string[], at: string, wrong: Wrong): void {
  const hint = `use ${known.join(', ')}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong(at, 'this must be a map', hint)
    return
  }
  for (const name of Object.keys(value))
    if (!known.includes(name))
      wrong(pointerTo(at, name), `unknown member "${name}"${didYouMean(name, known)}`, hint)
}

function listAt(value: unknown, pointer: string, wrong: Wrong): readonly unknown[] {
  const list = at(value, pointer)
  if (list === undefined || list === null) return []
  if (Array.isArray(list)) return list
  wrong(pointer, 'this must be a list', 'write each entry behind a dash')
  return []
}

function exceptionOf(
  value: unknown,
  pointer: string,
  place: Place | undefined,
  wrong: Wrong,
): Exception {
  checkMembers(value, EXCEPTION, pointer, wrong)
  const members = (value ?? {}) as Readonly<Record<string, unknown>>
  for (const name of EXCEPTION) {
    const member = members[name]
    const needed = name === 'rule' || name === 'reason'
    if (needed && !isText(member))
      wrong(pointer, `an exception needs a ${name}`, 'every exception names its rule and a reason')
    else if (member !== undefined && typeof member !== 'string')
      wrong(`${pointer}/${name}`, `${name} must be text`, 'put it in quotes')
  }
  checkDay(members.expires, `${pointer}/expires`, wrong)
  const { rule, reason, ...rest } = members
  const where = place === undefined ? {} : { place }
  return { ...rest, ...where, kind: 'exception', rule: String(rule), reason: String(reason ?? '') }
}

/** A day must be one, or it would never expire. */
export function checkDay(value: unknown, pointer: string, wrong: Wrong): void {
  if (typeof value !== 'string') return
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value)))
    wrong(pointer, `"${value}" is no day`, 'write it as 2027-01-31')
}

function severitiesOf(
  value: unknown,
  texts: ReadonlyMap<string, RuleText>,
  wrong: Wrong,
): Settings['severities'] {
  if (value === undefined || value === null) return new Map()
  checkMembers(value, [...texts.keys()], '/severities', wrong)
  return new Map(
    Object.entries(value as object).map(([rule, written]) => {
      const severity = written === false ? 'off' : written // YAML 1.1 reads a bare off so
      const text = texts.get(rule)
      const lowers = severity !== 'error' && text !== undefined && text.severity !== 'warning'
      const at = pointerTo('/severities', rule)
      if (!['error', 'warning', 'off'].includes(severity as string))
        wrong(at, `"${severity}" is no severity`, 'use error, warning or off')
      else if (lowers)
        wrong(
          at,
          `${rule} finds errors: they cannot be configured away`,
          'write an exception with a reason for what is fine',
        )
      return [rule, severity as Severity | 'off']
    }),
  )
}

/** Findings with the severities that the repository wants. */
export function withSeverities(
  findings: readonly Finding[],
  severities: Settings['severities'],
): readonly Finding[] {
  if (severities.size === 0) return findings
  return findings.flatMap((finding) => {
    const severity = severities.get(finding.rule) ?? finding.severity
    return severity === 'off' ? [] : [{ ...finding, severity }]
  })
}
