import type { TypeName } from './schema.ts'

/** Whether a value has the type, or one of the types, of a schema; 2.0 is an integer. */
export function isOfType(value: unknown, type: TypeName | readonly TypeName[]): boolean {
  if (typeof type === 'string') return isOne(value, type)
  for (const one of type) if (isOne(value, one)) return true
  return false
}

function isOne(value: unknown, type: TypeName): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'null':
      return value === null
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
  }
}

/** `a string or an integer`. */
export function typesText(types: readonly TypeName[]): string {
  return types.map((type) => ARTICLES[type]).join(' or ')
}

/** The type of a value in words. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return ARTICLES.array
  return ARTICLES[typeof value as TypeName] ?? 'a value'
}

const ARTICLES: Readonly<Record<TypeName, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  null: 'null',
}
