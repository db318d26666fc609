import { UserError } from '../../core/finding.ts'
import { readsAsText } from '../../yaml/index.ts'

/**
 * A key that a step of the build creates: upstream writes it without quotes, so that `1`, `true`, `~` or a date is
 * read back as something that no JSON has as a key, which ends the build. Throws UserError.
 */
export function plainKey(key: string): string {
  if (key !== '' && key !== '<<' && readsAsText(key, 'resource')) return key
  throw new UserError({
    message: `the key ${JSON.stringify(key)} loses its quotes in kustomize, and is no text without them`,
    hint: 'choose another key: one that begins with a letter',
  })
}
