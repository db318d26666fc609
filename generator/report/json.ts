import { countOf, type Reporter } from './reporter.ts'

/** Version of the envelope: raised when a member changes its meaning or goes away, not when one is added. */
const VERSION = 1

/** For programs. */
export const json: Reporter = (report) => {
  const { findings, renderings, objects } = report
  const errors = countOf(report, 'error')
  const warnings = countOf(report, 'warning')
  const envelope = {
    version: VERSION,
    summary: { renderings, objects, errors, warnings },
    findings,
  }
  return `${JSON.stringify(envelope, null, 2)}\n`
}
