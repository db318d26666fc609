import type { Finding } from '../core/finding.ts'
import { bySource, type Reporter, summaryOf } from './reporter.ts'

/** For TAP consumers: version 13, a test point per source, with its findings as diagnostics. Warnings alone leave it ok. */
export const tap: Reporter = (report) => {
  const sources = [...bySource(report)]
  const points = sources.flatMap(([source, findings], index) => {
    const ok = findings.every(({ severity }) => severity !== 'error')
    const name = plain(source === '' ? 'repository' : source)
    return [`${ok ? 'ok' : 'not ok'} ${index + 1} - ${name}`, ...diagnostics(findings)]
  })
  return `${['TAP version 13', `1..${sources.length}`, ...points, `# ${summaryOf(report)}`].join('\n')}\n`
}

/** A JSON string, which is YAML once those characters are escaped that YAML does not take. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A YAML block. */
function diagnostics(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  const items = findings.flatMap(({ severity, rule, resource, pointer, message, hint, place }) => {
    const at = place ? { at: `${place.file}:${place.line}:${place.column}` } : {}
    const members = Object.entries({ severity, rule, resource, pointer, message, fix: hint, ...at })
    return members.map(
      ([key, value], index) => `${index === 0 ? '    - ' : '      '}${key}: ${quoted(value)}`,
    )
  })
  return ['  ---', '  findings:', ...items, '  ...']
}

/** A `#` would begin a directive. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll('#', '\\#')
}
