import { UserError } from '../core/finding.ts'
import { isText } from '../fleet/index.ts'
import { readYaml } from '../yaml/index.ts'

/**
 * What a person typed as a value: YAML, which JSON is too. Where only a string may stand it is one as it is typed
 * (`1.10`, `no`), quotes around it or not; `null` is null everywhere.
 */
export function valueGiven(
  typed: string,
  schemas: Parameters<typeof isText>[0],
  name: string,
): unknown {
  const text = isText(schemas)
  if (text && !/^(["']|null$|~$)/.test(typed)) return typed
  const [value, more] = readYaml(typed, name)
  if (more === undefined && (value !== undefined || /^(null|~)$/.test(typed.trim())))
    return value ?? null
  throw new UserError({
    message: more === undefined ? `${name} is empty` : `${name} holds several YAML documents`,
    hint: `write a YAML value or JSON; '""' is the empty string, null takes a common value away`,
  })
}

/** A value in a message: as JSON, cut where it is long. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? '(nothing)'
  return text.length > 200 ? `${text.slice(0, 197)}...` : text
}
