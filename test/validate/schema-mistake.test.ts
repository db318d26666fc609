import { schemaMistake } from '../../generator/validate/schema-mistake.ts'
import { assert, describe } from '../harness.ts'

const TYPES = 'object, array, string, number, integer, boolean, null, or a list of them'

const MISTAKES: readonly (readonly [schema: unknown, mistake: string | undefined])[] = [
  [[], 'the top must be a schema, and is []'],
  [null, 'the top must be a schema, and is null'],
  [{ type: 'objekt' }, `/type must be one of ${TYPES}, and is "objekt"`],
  [{ type: ['string', 5] }, `/type must be one of ${TYPES}, and is ["string",5]`],
  [
    { properties: { spec: null } },
    '/properties must hold a schema for each member, and is {"spec":null}',
  ],
  [
    { properties: { spec: { required: 'a' } } },
    '/properties/spec/required must be a list of texts, and is "a"',
  ],
  [{ items: { anyOf: [{ pattern: 5 }] } }, '/items/anyOf/0/pattern must be text, and is 5'],
  [{ additionalProperties: 0 }, '/additionalProperties must be true, false or a schema, and is 0'],
  [
    { additionalProperties: { maxItems: '1' } },
    '/additionalProperties/maxItems must be a number, and is "1"',
  ],
  [{ not: { enum: {} } }, '/not/enum must be a list, and is {}'],
  [{ $ref: '#/a' }, '#/a refers to itself'],
  [{ items: { $ref: '#/b' } }, '#/c/minLength must be a number, and is []'],
  [
    { 'x-kubernetes-validations': [{ rule: 7 }] },
    '/x-kubernetes-validations must be a list of rules, and is [{"rule":7}]',
  ],
  [
    { type: ['object', 'null'], properties: { a: { $ref: '#/d' } }, default: null, other: [1] },
    undefined,
  ],
]

const TARGETS: Readonly<Record<string, unknown>> = {
  '#/a': { $ref: '#/e' },
  '#/b': { properties: { x: { $ref: '#/c' } } },
  '#/c': { minLength: [] },
  '#/d': { properties: { again: { $ref: '#/d' } } },
  '#/e': { $ref: '#/a' },
}

describe('schema mistakes', {
  'what nothing can be judged by is named with its place': () => {
    for (const [schema, mistake] of MISTAKES)
      assert.is(
        schemaMistake(schema, (ref) => TARGETS[ref]),
        mistake,
      )
  },
})
