import type { Finding, Severity } from '../core/finding.ts'
import {
  counted,
  countOf,
  fileOf,
  grouped,
  printable,
  type Report,
  type Reporter,
  summaryOf,
} from './reporter.ts'

/**
 * GitHub shows ten annotations of a kind per step and fifty per job, and drops the rest without a word; three
 * kinds of one step stay below both.
 */
const SHOWN = 10

/** GitHub refuses an annotation with a longer one. */
const LONGEST_TITLE = 255

/** How many objects an annotation that stands for several findings names. */
const NAMED = 5

/**
 * For GitHub Actions: workflow commands that become annotations, errors first. Where there are too many, one stands for
 * all findings of its rule, and what is still not shown is counted.
 */
export const github: Reporter = (report) => {
  const shown = [...ranked(report, 'error'), ...ranked(report, 'warning')]
  const hidden = report.findings.length - shown.reduce((sum, group) => sum + group.length, 0)
  const lines = shown.map(annotation)
  if (hidden === 0) return `${[...lines, summaryOf(report)].join('\n')}\n`
  const total = `${summaryOf(report)}; ${hidden} of them are not shown here: run strata validate`
  return `${[...lines, command('notice', { title: 'strata' }, total)].join('\n')}\n`
}

type Group = readonly [Finding, ...Finding[]]

/** Each finding alone while they fit; else one group per rule, those first that stand at a line of a file. */
function ranked(report: Report, severity: Severity): readonly Group[] {
  const found = report.findings.filter((finding) => finding.severity === severity)
  const alone = countOf(report, severity) <= SHOWN
  if (alone) return found.map((finding): Group => [finding])
  return Array.from(grouped(placedFirst(found), ({ rule }) => rule).values())
    .flatMap(([first, ...rest]): Group[] => (first === undefined ? [] : [[first, ...rest]]))
    .slice(0, SHOWN)
}

function placedFirst(findings: readonly Finding[]): readonly Finding[] {
  const isPlaced = ({ place }: Finding): boolean => place !== undefined
  return [...findings.filter(isPlaced), ...findings.filter((finding) => !isPlaced(finding))]
}

function annotation([first, ...more]: Group): string {
  const names = [...new Set(more.map(({ resource, source }) => resource || (source ?? '')))]
  const others =
    more.length === 0
      ? []
      : [
          `and ${counted(more.length, 'more finding')} of ${first.rule}: ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''}`,
        ]
  return command(first.severity, propertiesOf(first), [textOf(first), ...others].join('\n'))
}

type Properties = Readonly<Record<string, string>>

function propertiesOf(finding: Finding): Properties {
  const { rule, resource, place } = finding
  const title = (resource === '' ? rule : `${resource}: ${rule}`).slice(0, LONGEST_TITLE)
  const file = fileOf(finding)
  if (file === undefined) return { title }
  if (place === undefined) return { file, title }
  return { file, line: String(place.line), col: String(place.column), title }
}

function textOf({ message, hint, pointer, source }: Finding): string {
  const where = [source, pointer].filter(Boolean).join(' ')
  return [message, ...(where === '' ? [] : [`at ${where}`]), `fix: ${hint}`].join('\n')
}

/** `::error file=a,line=1::text`; a line break or a comma in a name must not end the command. */
function command(name: string, properties: Properties, text: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`)
  return `::${name} ${list.join(',')}::${escapeData(text)}`
}

function escapeData(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => printable(line).replaceAll('%', '%25'))
  return lines.join('%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
