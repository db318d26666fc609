import { digestOf } from '../core/lock.ts'
import { fileOf, type Reporter } from './reporter.ts'

/** For GitLab: a Code Quality report, shown in merge requests. A fingerprint does not depend on line numbers, so that a finding keeps its identity. */
export const gitlab: Reporter = ({ findings }) => {
  const seen = new Map<string, number>()
  const issues = findings.map((finding) => {
    const { rule, severity, resource, pointer, message, hint, source, place } = finding
    const identity = JSON.stringify([rule, source ?? '', resource, pointer])
    const count = seen.get(identity) ?? 0
    seen.set(identity, count + 1)
    return {
      description: `${resource === '' ? '' : `${resource}: `}${message} (fix: ${hint})`,
      check_name: rule,
      fingerprint: digestOf(`${identity}${count}`),
      severity: severity === 'error' ? 'major' : 'minor',
      location: { path: fileOf(finding) ?? '.', lines: { begin: place?.line ?? 1 } },
    }
  })
  return `${JSON.stringify(issues, null, 2)}\n`
}
