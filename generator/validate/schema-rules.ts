/** What the schema layer can find; each id is the `rule` of its findings. */
export type SchemaRule =
  | 'allowed-value'
  | 'combination'
  | 'field-type'
  | 'format'
  | 'keyword'
  | 'keyword-evaluated'
  | 'known-field'
  | 'pattern'
  | 'pattern-readable'
  | 'range'
  | 'required-field'
  | 'rule-evaluated'
  | 'schema-readable'
  | 'schema-stored'
  | 'schema-version'
  | 'size'
  | 'unique-key'
  | 'validation-rule'

type Explanation = { readonly summary: string; readonly hint: string }

/** What each rule of the schema layer demands, and what to do about it: the compiler asks for a missing one. */
export const schemaRules: Readonly<Record<SchemaRule, Explanation>> = {
  'allowed-value': {
    summary: 'A field with a closed list of values has one of them.',
    hint: 'use one of the listed values; case counts',
  },
  combination: {
    summary: 'Fields that depend on one another fit together as the schema says.',
    hint: 'change one of the fields that exclude each other',
  },
  'field-type': {
    summary: 'Every field has the type that the API server expects.',
    hint: 'write a value of that type',
  },
  format: {
    summary: 'Quantities, base64, times, addresses and integers can be read by the API server.',
    hint: 'write the value in the form that is named',
  },
  keyword: {
    summary:
      'Values are what exclusiveMinimum, exclusiveMaximum, multipleOf, const and uniqueItems ask for.',
    hint: 'write a value that the schema allows',
  },
  'keyword-evaluated': {
    summary: 'Every keyword of a JSON schema can be evaluated: what was not judged is not green.',
    hint: 'check it by hand, or say it in a keyword that CustomResourceDefinitions know, or in CEL',
  },
  'known-field': {
    summary: 'Every field exists in the Kubernetes version of its cluster.',
    hint: 'correct or remove the field: the API server drops or refuses it',
  },
  pattern: {
    summary: 'Strings match the pattern that the CRD gives.',
    hint: 'write a value that matches the pattern',
  },
  'pattern-readable': {
    summary: 'Every pattern of a schema can be evaluated.',
    hint: 'the value was not judged: check it by hand, or rewrite the pattern in the CRD',
  },
  range: {
    summary: 'Numbers lie between the minimum and the maximum of their field.',
    hint: 'use a number in the range',
  },
  'required-field': {
    summary: 'Every field that the API server requires is there.',
    hint: 'add the field',
  },
  'rule-evaluated': {
    summary: 'Every CEL rule of a CRD can be evaluated: what was not judged is not green.',
    hint: 'check it by hand: only the API server can judge this rule',
  },
  'schema-readable': {
    summary: 'Schemas from --schema-location and from CustomResourceDefinitions can be used.',
    hint: 'correct the schema, or take it out: the object was not judged',
  },
  'schema-stored': {
    summary: 'There is a schema for every kind: what was not judged is not green.',
    hint: 'correct apiVersion and kind, or add the CustomResourceDefinition of the kind to what is rendered',
  },
  'schema-version': {
    summary: 'Schemas of the Kubernetes version of the cluster are stored.',
    hint: 'use a version of strata that stores the schemas of this Kubernetes version',
  },
  size: {
    summary: 'Strings, lists and maps have an allowed length.',
    hint: 'shorten or complete the value',
  },
  'unique-key': {
    summary: 'No two elements of a list have the same key: server-side apply refuses them.',
    hint: 'remove one of the two elements, or change its key',
  },
  'validation-rule': {
    summary: 'The CEL rules that a CRD gives (x-kubernetes-validations) hold.',
    hint: 'change the fields that the message names',
  },
}
