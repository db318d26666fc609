import type { Finding } from '../core/finding.ts'
import { digestOf } from '../core/lock.ts'
import { fileOf, type Report, type Reporter } from './reporter.ts'

/** For code scanning (GitHub, Azure DevOps, editors): SARIF 2.1.0. */
export const sarif: Reporter = (report) => {
  const rules = [...new Set(report.findings.map(({ rule }) => rule))].sort()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'strata', rules: rules.map((id) => ruleOf(id, report)) } },
        columnKind: 'utf16CodeUnits',
        results: [
          ...report.findings.map((finding) => resultOf(finding, rules)),
          ...(report.excepted ?? []).map((finding) => ({
            ...resultOf(finding, rules),
            suppressions: [{ kind: 'external', status: 'accepted' }],
          })),
        ],
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function ruleOf(id: string, { rules, findings }: Report): object {
  const summary = rules?.get(id)?.summary ?? id
  const hint = rules?.get(id)?.hint ?? findings.find(({ rule }) => rule === id)?.hint ?? ''
  return { id, shortDescription: { text: summary }, help: { text: hint === '' ? summary : hint } }
}

function resultOf(finding: Finding, rules: readonly string[]): object {
  const { rule, severity, resource, pointer, message, hint, source } = finding
  const index = rules.indexOf(rule)
  return {
    ruleId: rule,
    ...(index >= 0 ? { ruleIndex: index } : {}),
    level: severity,
    message: { text: `${resource === '' ? '' : `${resource}: `}${message}\nfix: ${hint}` },
    ...locationsOf(finding),
    partialFingerprints: {
      'strata/v1': digestOf(JSON.stringify([rule, source ?? '', resource, pointer])),
    },
  }
}

function locationsOf(finding: Finding): object {
  const { resource, pointer, place } = finding
  const file = fileOf(finding)
  const region = place ? { region: { startLine: place.line, startColumn: place.column } } : {}
  // GitHub refuses a report with a result that has none.
  const physical = {
    physicalLocation: { artifactLocation: { uri: uriOf(file ?? '.') }, ...region },
  }
  const logical =
    resource === ''
      ? {}
      : {
          logicalLocations: [
            { name: resource, fullyQualifiedName: `${resource}${pointer}`, kind: 'object' },
          ],
        }
  return { locations: [{ ...physical, ...logical }] }
}

/** A relative path as a URI reference; a colon in the first step would be a scheme. */
function uriOf(path: string): string {
  const whole = path.replaceAll('\\', '/').replace(/\p{Surrogate}/gu, '\ufffd')
  return whole.split('/').map(encodeURIComponent).join('/')
}
