import { fieldsAt } from './fields.ts'
import { labelValue, qualifiedKey } from './names.ts'

/** What is wrong with the key of a label, or else with its value; what is no text is left to the schema layer. */
export function wrongLabel(key: string, value: unknown): string | undefined {
  return typeof value === 'string' ? (qualifiedKey(key) ?? labelValue(value)) : undefined
}

/** Whether there is anything to say about labels. */
export function isAnyLabelWrong(labels: unknown): boolean {
  const fields = fieldsAt(labels)
  for (const key in fields) if (wrongLabel(key, fields[key]) !== undefined) return true
  return false
}
