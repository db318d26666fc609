import type { Finding } from '../core/finding.ts'
import { bySource, countOf, printable, type Reporter, type Style, summaryOf } from './reporter.ts'

/** For people: findings below the rendering that they were found in, each with its place and remedy, then the counts. */
export const text: Reporter = (report, style) => {
  const groups = Array.from(bySource({ ...report, sources: [] }), ([source, findings]) => [
    ...(source === '' ? [] : [style('bold', printable(source))]),
    ...findings.map((finding) => findingText(finding, style)),
    '',
  ])
  const bad = countOf(report, 'error') > 0 ? 'red' : 'yellow'
  const summary = style(report.findings.length > 0 ? bad : 'green', summaryOf(report))
  return `${[...groups.flat(), summary].join('\n')}\n`
}

function findingText(finding: Finding, style: Style): string {
  const { severity, resource, message, hint } = finding
  const word = style(severity === 'error' ? 'red' : 'yellow', severity)
  const object = resource === '' ? [] : [style('bold', printable(resource))]
  return [
    [word, ...object, printable(message)].join(' '),
    style('dim', `  ${printable(whereOf(finding))}`),
    style('dim', `  fix: ${printable(hint)}`),
  ].join('\n')
}

function whereOf({ rule, pointer, place }: Finding): string {
  const at = pointer === '' ? rule : `${rule} at ${pointer}`
  return place === undefined ? at : `${at} (${place.file}:${place.line}:${place.column})`
}
