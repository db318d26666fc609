import { UserError } from '../../core/finding.ts'
import { moveObjects, type Subjects, subjectModes } from '../identity/move-objects.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { specs } from '../schema/field-tables.ts'
import { transformer } from './plugin.ts'

type Arguments = {
  readonly metadata?: { readonly namespace?: string }
  readonly fieldSpecs?: readonly FieldSpec[]
  readonly unsetOnly?: boolean
  readonly setRoleBindingSubjects?: string
}

/** NamespaceTransformer: the namespace of its own metadata, if need be only where there is none. */
export const namespaceTransformer = transformer<Arguments>(
  {
    metadata: { fields: { namespace: 'text' } },
    fieldSpecs: specs,
    unsetOnly: 'boolean',
    setRoleBindingSubjects: 'text',
  },
  ({ metadata, fieldSpecs = [], unsetOnly = false, setRoleBindingSubjects }, { layer }) => {
    const subjects = subjectsOf(setRoleBindingSubjects || 'defaultOnly', layer.file)
    const namespace = metadata?.namespace ?? ''
    return (entries) =>
      namespace === ''
        ? entries
        : moveObjects(entries, { namespace, fields: fieldSpecs, unsetOnly, subjects }, layer.file)
  },
)

function subjectsOf(word: string, file: string): Subjects {
  const known = subjectModes.find((mode) => mode === word)
  if (known !== undefined) return known
  throw new UserError({
    message: `${file}: setRoleBindingSubjects is ${JSON.stringify(word)}`,
    hint: `it must be ${subjectModes.join(', ')}`,
  })
}
