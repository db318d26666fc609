import type { Finding } from '../core/finding.ts'
import { bySource, type Reporter, summaryOf } from './reporter.ts'

/** A comment on a pull request may have 65,536 characters. */
const LONGEST = 60_000

/** For comments and job summaries: a table per source that has findings, as many as a comment can hold. */
export const markdown: Reporter = (report) => {
  const lines = [`**strata validate**: ${summaryOf(report)}`]
  let length = 0
  let shown = 0
  for (const [source, findings] of bySource({ ...report, sources: [] })) {
    const head = ['', `#### ${inline(source === '' ? 'repository' : source)}`, '', ...HEAD]
    const rows: string[] = []
    for (const finding of findings) {
      const row = rowOf(finding)
      if (length + row.length > LONGEST) break
      length += row.length
      rows.push(row)
    }
    shown += rows.length
    if (rows.length > 0) lines.push(...head, ...rows)
  }
  const hidden = report.findings.length - shown
  if (hidden > 0) lines.push('', `${hidden} more are not shown here: run \`strata validate\`.`)
  return `${lines.join('\n')}\n`
}

const HEAD = ['| | object | finding | rule |', '|---|---|---|---|']

function rowOf(finding: Finding): string {
  const { severity, resource, message, hint, rule, pointer, place } = finding
  const where = place ? `${place.file}:${place.line}:${place.column}` : pointer
  const text = `${inline(message)}${where === '' ? '' : `<br>at ${inline(where)}`}<br>fix: ${inline(hint)}`
  return `| ${severity} | ${inline(resource)} | ${text} | ${inline(rule)} |`
}

/** Text of a manifest as text: nothing in it becomes a link, a mention, HTML or another cell. */
function inline(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\\`*_[\]<>|#~!@&]|:(?=\/\/)|(?<=\bwww)\./gi, (c) => `&#${c.charCodeAt(0)};`)
}
