import type { Finding, Severity } from '../core/finding.ts'

/** Paints text for a terminal; the identity where there is none. Names are those of `util.styleText`. */
export type Style = (format: 'red' | 'yellow' | 'green' | 'dim' | 'bold', text: string) => string

/** What a rule demands and what to do about its findings, for formats that list the rules. */
export type RuleText = { readonly summary: string; readonly hint: string }

/** What was checked and what was found; whether that is a failure is for the caller to decide. */
export type Report = {
  readonly findings: readonly Finding[]
  /** Renderings or manifest files that were checked. */
  readonly renderings: number
  /** Objects in them. */
  readonly objects: number
  /** Names of everything that was checked, for formats that also list what passed. */
  readonly sources?: readonly string[]
  /** Findings that an exception or the baseline covers; they are not among `findings`. */
  readonly excepted?: readonly Finding[]
  /** Objects that were told to be left out; they are not among `objects`. */
  readonly skipped?: number
  /** Files among those that were looked at that hold no manifest. */
  readonly others?: readonly string[]
  readonly rules?: ReadonlyMap<string, RuleText>
}

/** A report as text that ends in a line break; the same report always gives the same text. */
export type Reporter = (report: Report, style: Style) => string

/** How many findings of one severity there are. */
export function countOf({ findings }: Report, severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length
}

/** `12 objects of 3 renderings checked: 1 error, 2 warnings; 1 object skipped`. */
export function summaryOf(report: Report): string {
  const { skipped = 0, excepted = [], others = [] } = report
  const checked = `${counted(report.objects, 'object')} of ${counted(report.renderings, 'rendering')} checked`
  const errors = counted(countOf(report, 'error'), 'error')
  return [
    `${checked}: ${errors}, ${counted(countOf(report, 'warning'), 'warning')}`,
    ...(excepted.length > 0 ? [`${counted(excepted.length, 'finding')} excepted`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'object')} skipped`] : []),
    ...(others.length > 0 ? [`${counted(others.length, 'other file')} passed over`] : []),
  ].join('; ')
}

/** A number with its noun, which has an `s` unless the number is one. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The file that a finding can be shown at, which standard input is not; of a rendering without a place it is the kustomization. */
export function fileOf({ place, source }: Finding): string | undefined {
  const file = place?.file ?? source ?? ''
  if (file === '' || file === '-') return undefined
  return place !== undefined || /\.(ya?ml|json)$/.test(file) ? file : `${file}/kustomization.yaml`
}

/** Values by a name that several of them may share, names in the order of their first value. */
export function grouped<T>(
  values: readonly T[],
  nameOf: (value: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(nameOf(value))
    if (group === undefined) groups.set(nameOf(value), [value])
    else group.push(value)
  }
  return groups
}

/** Every source with its findings, those without any included where they are known. */
export function bySource({
  findings,
  sources = [],
}: Report): ReadonlyMap<string, readonly Finding[]> {
  const found = grouped(findings, ({ source }) => source ?? '')
  const rest = sources.filter((source) => !found.has(source)).map((s) => [s, []] as const)
  return new Map([...found, ...rest])
}

/** Manifests are other people's text: no line break, escape sequence or turn of direction of theirs reaches a terminal or a log. */
export function printable(text: string): string {
  const escaped = (control: string): string =>
    `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`
  return text.replace(/[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escaped)
}
