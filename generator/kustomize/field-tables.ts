import { type Problem, UserError } from '../core/finding.ts'
import { placeOf, readNodes, toJson } from '../yaml/index.ts'
import { decode, type Shape } from './decode.ts'
import { type FieldSpec, mergeSpecs } from './field-spec.ts'
import type { Gvk } from './id.ts'
import commonAnnotations from './tables/common-annotations.json' with { type: 'json' }
import commonLabels from './tables/common-labels.json' with { type: 'json' }
import images from './tables/images.json' with { type: 'json' }
import namePrefix from './tables/name-prefix.json' with { type: 'json' }
import nameReference from './tables/name-references.json' with { type: 'json' }
import nameSuffix from './tables/name-suffix.json' with { type: 'json' }
import namespace from './tables/namespace.json' with { type: 'json' }
import replicas from './tables/replicas.json' with { type: 'json' }
import templateLabels from './tables/template-labels.json' with { type: 'json' }
import varReference from './tables/var-references.json' with { type: 'json' }

/** Fields that hold the name of objects of one kind. */
export type NameReference = {
  readonly target: Partial<Gvk>
  readonly fieldSpecs: readonly FieldSpec[]
}

type Specs = readonly FieldSpec[]

/** Where the transformers act: kustomize's own tables, and what `configurations` add to them. */
export type FieldTables = {
  readonly namePrefix: Specs
  readonly nameSuffix: Specs
  readonly namespace: Specs
  readonly commonLabels: Specs
  readonly labels: Specs
  readonly templateLabels: Specs
  readonly commonAnnotations: Specs
  readonly images: Specs
  readonly replicas: Specs
  readonly varReference: Specs
  readonly nameReference: readonly NameReference[]
}

/** The tables of kustomize 5.8.1. */
export const builtinTables: FieldTables = {
  namePrefix: namePrefix.fieldSpecs,
  nameSuffix: nameSuffix.fieldSpecs,
  namespace: namespace.fieldSpecs,
  commonLabels: commonLabels.fieldSpecs,
  labels: [],
  templateLabels: templateLabels.fieldSpecs,
  commonAnnotations: commonAnnotations.fieldSpecs,
  images: images.fieldSpecs,
  replicas: replicas.fieldSpecs,
  varReference: varReference.fieldSpecs,
  nameReference: nameReference.references,
}

/** Both tables together; the same object when the second adds nothing. Throws UserError where they contradict each other. */
export function mergeTables(own: FieldTables, more: FieldTables): FieldTables {
  if (own === more) return own
  const merge = (field: Exclude<keyof FieldTables, 'nameReference'>) =>
    mergeSpecs(own[field], more[field])
  return {
    namePrefix: merge('namePrefix'),
    nameSuffix: merge('nameSuffix'),
    namespace: merge('namespace'),
    commonLabels: merge('commonLabels'),
    labels: merge('labels'),
    templateLabels: merge('templateLabels'),
    commonAnnotations: merge('commonAnnotations'),
    images: merge('images'),
    replicas: merge('replicas'),
    varReference: merge('varReference'),
    nameReference: more.nameReference.reduce(mergeReference, own.nameReference),
  }
}

function mergeReference(
  own: readonly NameReference[],
  { target, fieldSpecs }: NameReference,
): readonly NameReference[] {
  const isSame = (a: Partial<Gvk>) =>
    (['group', 'version', 'kind'] as const).every(
      (part) => (a[part] ?? '') === (target[part] ?? ''),
    )
  if (!own.some((reference) => isSame(reference.target))) return [...own, { target, fieldSpecs }]
  return own.map((reference) =>
    isSame(reference.target)
      ? { target, fieldSpecs: mergeSpecs(reference.fieldSpecs, fieldSpecs) }
      : reference,
  )
}

const gvk = { group: 'string', version: 'string', kind: 'string' } as const
const specs: Shape = { list: { fields: { ...gvk, path: 'string', create: 'boolean' } } }
const shape: Shape = {
  fields: {
    namePrefix: specs,
    nameSuffix: specs,
    namespace: specs,
    commonLabels: specs,
    labels: specs,
    templateLabels: specs,
    commonAnnotations: specs,
    images: specs,
    replicas: specs,
    varReference: specs,
    nameReference: { list: { fields: { ...gvk, fieldSpecs: specs } } },
  },
}

type Written = Partial<Omit<FieldTables, 'nameReference'>> & {
  readonly nameReference?: readonly (Partial<Gvk> & { readonly fieldSpecs?: Specs })[]
}

const none: FieldTables = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  images: [],
  replicas: [],
  varReference: [],
  nameReference: [],
}

/** The tables of one `configurations` file. Throws UserError with every mistake and its place. */
export function readTables(text: string, file: string): FieldTables {
  const [node = null] = readNodes(text, file, 'config')
  const problems: Problem[] = []
  const read = decode(toJson(node), shape, ({ pointer, key = false, ...problem }) => {
    const place = placeOf(text, file, pointer, { key })
    problems.push(place === undefined ? problem : { ...problem, place })
  })
  if (problems.length > 0) throw new UserError(problems)
  const { nameReference: references = [], ...tables } = (read ?? {}) as Written
  return {
    ...none,
    ...tables,
    nameReference: references.map(({ fieldSpecs = [], ...target }) => ({ target, fieldSpecs })),
  }
}
