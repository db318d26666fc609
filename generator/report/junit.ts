import type { Finding } from '../core/finding.ts'
import { bySource, countOf, grouped, type Reporter } from './reporter.ts'

/** For CI systems that show test results: a suite per source, a case per object with findings, a passed one where there are none. Warnings do not fail a case. */
export const junit: Reporter = (report) => {
  const suites = Array.from(bySource(report), ([source, findings]) => suiteOf(source, findings))
  const cases = suites.reduce((sum, { tests }) => sum + tests, 0)
  const failed = suites.reduce((sum, { failures }) => sum + failures, 0)
  const head = `<testsuites name="strata validate" tests="${cases}" failures="${failed}" errors="0">`
  const lines = suites.flatMap((suite) => suite.lines)
  const totals = `<!-- ${countOf(report, 'error')} errors, ${countOf(report, 'warning')} warnings -->`
  return `${['<?xml version="1.0" encoding="UTF-8"?>', head, ...lines, '</testsuites>', totals].join('\n')}\n`
}

type Suite = {
  readonly tests: number
  readonly failures: number
  readonly lines: readonly string[]
}

function suiteOf(source: string, findings: readonly Finding[]): Suite {
  const name = source === '' ? 'strata' : source
  const cases = Array.from(
    grouped(findings, ({ resource }) => resource),
    ([resource, mine]) => caseOf(name, resource, mine),
  )
  const passed = [`    <testcase name="${attribute(name)}" classname="${attribute(name)}"/>`]
  const tests = Math.max(cases.length, 1)
  const failures = cases.filter(({ failed }) => failed).length
  const lines = cases.length === 0 ? passed : cases.flatMap((one) => one.lines)
  const head = `  <testsuite name="${attribute(name)}" tests="${tests}" failures="${failures}" errors="0">`
  return { tests, failures, lines: [head, ...lines, '  </testsuite>'] }
}

function caseOf(
  source: string,
  resource: string,
  findings: readonly Finding[],
): { readonly failed: boolean; readonly lines: readonly string[] } {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  const text = content(findings.map(textOf).join('\n'))
  const open = `    <testcase name="${attribute(resource === '' ? source : resource)}" classname="${attribute(source)}">`
  const body =
    first === undefined
      ? `      <system-out>${text}</system-out>`
      : `      <failure type="${attribute(first.rule)}" message="${attribute(first.message)}">${text}</failure>`
  return { failed: first !== undefined, lines: [open, body, '    </testcase>'] }
}

function textOf({ severity, rule, pointer, message, hint, place }: Finding): string {
  const at = place ? ` (${place.file}:${place.line}:${place.column})` : ''
  return `${severity} ${message}\n  ${rule}${pointer === '' ? '' : ` at ${pointer}`}${at}\n  fix: ${hint}`
}

/** XML 1.0 has no way to write most control characters. */
const content = (text: string): string =>
  text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('\r', '&#13;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

const attribute = (text: string): string =>
  content(text)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`)
