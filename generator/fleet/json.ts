export type Json = Readonly<Record<string, unknown>>

/** A string member. */
export const text = (description: string, more: Json = {}): Json => ({
  type: 'string',
  description,
  ...more,
})
/** An object with known members only. */
export const record = (
  properties: Json,
  description: string,
  required: readonly string[] = [],
): Json => ({
  type: 'object',
  description,
  properties,
  additionalProperties: false,
  ...(required.length > 0 ? { required } : {}),
})
/** Free names (DNS labels) to members of one shape. */
export const named = (of: Json, description: string): Json => ({
  type: 'object',
  description,
  propertyNames: { format: 'dns-label' },
  additionalProperties: of,
})

export const label = { format: 'dns-label' }
