import type { Finding } from '../core/finding.ts'
import { type Catalog, textRules } from '../validate/index.ts'
import type { Unit } from './check.ts'

/** What only the texts of the manifests of a unit show; see `TextRule`. */
export function textFindings(unit: Unit, catalog: Catalog): readonly Finding[] {
  return Array.from(unit.texts ?? []).flatMap(([file, read]) => {
    const text = read()
    if (typeof text !== 'string') return []
    return textRules
      .filter((rule) => rule.isWorthIt(text))
      .flatMap(({ id, severity, hint, check }) =>
        Array.from(check(text, file, { catalog, ...unit }), (problem) => ({
          rule: id,
          severity,
          resource: '',
          pointer: '',
          hint,
          ...problem,
          source: file,
        })),
      )
  })
}
