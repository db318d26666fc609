import { countOf, type Reporter } from './reporter.ts'

/** Version of the envelope: raised when a member changes its meaning or goes away, not when one is added. */
const VERSION = 1

/** For programs; `docs/validate.md` describes the envelope. */
export const json: Reporter = (report) => {
  const { findings, renderings, objects, excepted = [], skipped = 0, others = [] } = report
  const errors = countOf(report, 'error')
  const warnings = countOf(report, 'warning')
  const envelope = {
    version: VERSION,
    summary: { renderings, objects, errors, warnings, excepted: excepted.length, skipped },
    findings,
    excepted,
    others,
  }
  return `${JSON.stringify(envelope, null, 2)}\n`
}
