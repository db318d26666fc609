import type { Finding, Place, Severity } from '../core/finding.ts'
import { didYouMean } from '../core/suggest.ts'
import { glob } from './glob.ts'

/** What somebody has decided to live with: findings that match every member given here. */
export type Exception = {
  readonly rule: string
  /** Patterns in which `*` stands for any text. */
  readonly resource?: string
  readonly source?: string
  readonly pointer?: string
  /** Lines of a file: findings that have their place in them. */
  readonly lines?: { readonly file: string; readonly from: number; readonly to: number }
  readonly reason: string
  /** The last day, as `2027-01-31`. */
  readonly expires?: string
  /** Where it is written. */
  readonly place?: Place
  /** Where it comes from: entries of a baseline need no reason each. */
  readonly kind: 'exception' | 'comment' | 'baseline'
}

/** Findings that are left, those that an exception covers, and what is wrong with the exceptions themselves. */
export type Excepted = {
  readonly kept: readonly Finding[]
  readonly excepted: readonly Finding[]
  readonly wrong: readonly Finding[]
}

/**
 * Takes away what exceptions cover. An expired one covers nothing; one that matches nothing is a finding. `today` is
 * `2026-11-21`; what was `judged` in full says which exceptions can be told to be useless: all, or those in the files.
 */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  today: string,
  rules: ReadonlySet<string>,
  judged: 'repository' | 'files' | 'part' = 'repository',
): Excepted {
  if (exceptions.length === 0) return { kept: findings, excepted: [], wrong: [] }
  const used = new Set<Exception>()
  const matchingOf = matcher(exceptions)
  const kept: Finding[] = []
  const excepted: Finding[] = []
  for (const finding of findings) {
    const matching = matchingOf(finding)
    for (const one of matching) used.add(one)
    const covered = matching.some((one) => !isExpired(one, today) && hasReason(one))
    if (covered) excepted.push(finding)
    else kept.push(finding)
  }
  const isTold = ({ kind }: Exception): boolean =>
    judged === 'repository' || (judged === 'files' && kind === 'comment')
  const wrong = exceptions.flatMap((one) =>
    wrongWith(one, used.has(one) || !isTold(one), today, rules),
  )
  return { kept, excepted, wrong }
}

/** The exceptions that match a finding; those of a baseline are found at once, since there may be thousands. */
function matcher(exceptions: readonly Exception[]): (finding: Finding) => readonly Exception[] {
  const index = new Map<string, Exception[]>()
  for (const one of exceptions) {
    const key = one.kind === 'baseline' ? exactKey(one) : one.rule
    const known = index.get(key)
    if (known === undefined) index.set(key, [one])
    else known.push(one)
  }
  return (finding) => [
    ...(index.get(exactKey(finding)) ?? []),
    ...(index.get(finding.rule) ?? []).filter((one) => covers(one, finding)),
  ]
}

type Exact = Pick<Exception, 'rule' | 'source' | 'resource' | 'pointer'>

const exactKey = ({ rule, source = '', resource = '', pointer = '' }: Exact): string =>
  JSON.stringify([rule, source, resource, pointer])

function covers(exception: Exception, finding: Finding): boolean {
  const { resource, source, pointer, lines } = exception
  const { place } = finding
  if (lines !== undefined)
    return place?.file === lines.file && place.line >= lines.from && place.line <= lines.to
  return (
    matches(resource, finding.resource) &&
    matches(source, finding.source ?? '') &&
    matches(pointer, finding.pointer)
  )
}

const matches = (pattern: string | undefined, text: string): boolean =>
  pattern === undefined || glob(pattern, text)

const isExpired = ({ expires }: Exception, today: string): boolean =>
  expires !== undefined && expires < today

const hasReason = ({ kind, reason }: Exception): boolean =>
  kind === 'baseline' || reason.trim() !== ''

function wrongWith(
  exception: Exception,
  used: boolean,
  today: string,
  rules: ReadonlySet<string>,
): readonly Finding[] {
  const { rule, resource, source, expires, kind } = exception
  const what = kind === 'baseline' ? 'the baseline entry' : 'the exception'
  const about = `${what} for ${[rule, resource, source].filter(Boolean).join(' of ')}`
  const none = `${what} names the rule "${rule}", which is none${didYouMean(rule, rules)}`
  const say = (id: string, severity: Severity, message: string, hint: string) => [
    said(exception, id, severity, message, hint),
  ]
  if (!rules.has(rule)) return say('exception-rule', 'error', none, 'name a rule that exists')
  if (!hasReason(exception))
    return say('exception-reason', 'error', `${about} gives no reason`, REASON)
  if (!used) return say('exception-used', 'warning', `${about} matches nothing`, USED)
  if (!isExpired(exception, today)) return []
  return say('exception-expired', 'warning', `${about} has expired on ${expires}`, EXPIRED)
}

const REASON = 'say why it is fine here: # strata-ignore RULE: reason'
const USED = 'remove it: what it was for is gone'
const EXPIRED = 'correct what it was for, or give it a new date with a new reason'

function said(
  { place }: Exception,
  rule: string,
  severity: Severity,
  message: string,
  hint: string,
): Finding {
  const where = place === undefined ? {} : { place, source: place.file }
  return { rule, severity, resource: '', pointer: '', message, hint, ...where }
}
