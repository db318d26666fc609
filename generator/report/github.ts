import type { Finding, Severity } from '../core/finding.ts'
import { type Report, type Reporter, summaryOf } from './reporter.ts'

/** GitHub shows ten annotations of a kind per step and drops the rest without a word. */
const SHOWN = 10

/** For GitHub Actions: workflow commands that become annotations, errors first; what is not shown is counted. */
export const github: Reporter = (report) => {
  const lines = [...commands(report, 'error'), ...commands(report, 'warning')]
  const hidden = report.findings.length - lines.length
  if (hidden === 0) return `${[...lines, summaryOf(report)].join('\n')}\n`
  const total = `${summaryOf(report)}; ${hidden} of them are not shown here: run strata validate`
  return `${[...lines, command('notice', { title: 'strata' }, total)].join('\n')}\n`
}

function commands({ findings }: Report, severity: Severity): readonly string[] {
  return findings
    .filter((finding) => finding.severity === severity)
    .slice(0, SHOWN)
    .map((finding) => command(severity, propertiesOf(finding), textOf(finding)))
}

type Properties = Readonly<Record<string, string>>

function propertiesOf({ rule, resource, place, source }: Finding): Properties {
  const title = resource === '' ? rule : `${resource}: ${rule}`
  if (place === undefined) return source === undefined ? { title } : { file: fileOf(source), title }
  return { file: place.file, line: String(place.line), col: String(place.column), title }
}

/** An annotation needs a file to stand at; of a rendering it is the kustomization. */
const fileOf = (source: string): string =>
  /\.(ya?ml|json)$/.test(source) ? source : `${source}/kustomization.yaml`

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
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
