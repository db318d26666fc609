import type { Problem } from '../../core/finding.ts'
import { elementStep, indexStep } from '../edit/field-path.ts'
import type { Entry } from '../identity/entry.ts'
import { currentId, metadataOf } from '../identity/entry.ts'
import { type Gvk, isSelected, printId } from '../identity/id.ts'
import { stepsOf } from '../schema/field-spec.ts'
import type { FieldTables } from '../schema/field-tables.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (options: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\nconfigMapGenerator: [{name: web, literals: [a=1]${options}}]\nreplacements:\n- source: {kind: ConfigMap, name: web}\n  targets:\n  - select: {kind: Site}\n    fieldPaths: [spec.config]\n`,
  'web.yaml': `${header('example.org/v1', 'Site', 'web')}spec: {config: x}\n`,
})

export const generatedNameCopied: Warning = {
  id: 'kustomize/generated-name-copied',
  summary: 'A replacement copies the name of a generated object, and copies it without the hash.',
  why: 'Replacements run before hashes are known. Only fields that kustomize knows as references are corrected later; elsewhere the name leads nowhere.',
  hint: 'set disableNameSuffixHash for the generator, or make the field a nameReference with configurations',
  example: { bad: tree(''), good: tree(', options: {disableNameSuffixHash: true}') },
}

/** Told for a name that is copied into a field which is no reference. */
export function nameCopied(source: string, from: Entry, path: string, to: Entry): Problem {
  const name = metadataOf(from.node).get('name')
  return problemOf(
    generatedNameCopied,
    `${source}: ${path} of ${printId(currentId(to))} gets the name ${JSON.stringify(name)} without its hash`,
  )
}

/** True for a field whose name kustomize corrects when the object that it names is renamed. */
export function isReference(
  { nameReference }: FieldTables,
  from: Gvk,
  to: Gvk,
  steps: readonly string[],
): boolean {
  const fields = steps.filter(
    (step) => step !== '*' && indexStep(step) === undefined && elementStep(step) === undefined,
  )
  const path = fields.join('\0')
  return nameReference.some(
    ({ target, fieldSpecs }) =>
      isSelected(from, target) &&
      fieldSpecs.some(
        (spec) => isSelected(to, spec) && stepsOf(spec).join('\0').replaceAll('[]', '') === path,
      ),
  )
}
