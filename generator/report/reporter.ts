import type { Finding, Severity } from '../core/finding.ts'

/** Paints text for a terminal; the identity where there is none. Names are those of `util.styleText`. */
export type Style = (format: 'red' | 'yellow' | 'green' | 'dim' | 'bold', text: string) => string

/** What was checked and what was found; whether that is a failure is for the caller to decide. */
export type Report = {
  readonly findings: readonly Finding[]
  /** Renderings or manifest files that were checked. */
  readonly renderings: number
  /** Objects in them. */
  readonly objects: number
}

/** A report as text that ends in a line break; the same report always gives the same text. */
export type Reporter = (report: Report, style: Style) => string

/** How many findings of one severity there are. */
export function countOf({ findings }: Report, severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length
}

/** `12 objects of 3 renderings checked: 1 error, 2 warnings`. */
export function summaryOf(report: Report): string {
  const checked = `${counted(report.objects, 'object')} of ${counted(report.renderings, 'rendering')} checked`
  const errors = counted(countOf(report, 'error'), 'error')
  return `${checked}: ${errors}, ${counted(countOf(report, 'warning'), 'warning')}`
}

/** A number with its noun, which has an `s` unless the number is one. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
