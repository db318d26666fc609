import type { Shape } from '../read/decode.ts'

/** The selector of a plugin; its own fields may be numbers without quotes, those of an id may not. */
export const target: Shape = {
  fields: {
    group: 'string',
    version: 'string',
    kind: 'string',
    name: 'string',
    namespace: 'string',
    labelSelector: 'text',
    annotationSelector: 'text',
  },
}
