import type { Gvk } from '../identity/id.ts'
import type { Shape } from '../read/decode.ts'
import { readConfig } from '../read/read-config.ts'
import commonAnnotations from '../tables/common-annotations.json' with { type: 'json' }
import commonLabels from '../tables/common-labels.json' with { type: 'json' }
import images from '../tables/images.json' with { type: 'json' }
import namePrefix from '../tables/name-prefix.json' with { type: 'json' }
import nameReference from '../tables/name-references.json' with { type: 'json' }
import nameSuffix from '../tables/name-suffix.json' with { type: 'json' }
import namespace from '../tables/namespace.json' with { type: 'json' }
import replicas from '../tables/replicas.json' with { type: 'json' }
import templateLabels from '../tables/template-labels.json' with { type: 'json' }
import varReference from '../tables/var-references.json' with { type: 'json' }
import type { FieldSpec } from './field-spec.ts'
import { fullGvk, mergeSpecs, sortByGvk } from './merge-specs.ts'

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
  if (own === more || (own === emptyTables && more === builtinTables)) return more
  const merge = (field: Exclude<keyof FieldTables, 'nameReference'>) =>
    sorted(own[field], mergeSpecs(own[field], more[field]))
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
    nameReference: sortReferences(more.nameReference.reduce(mergeReference, own.nameReference)),
  }
}

const sortReferences = (list: readonly NameReference[]) =>
  sortByGvk(list, ({ target }) => fullGvk(target))

const sorted = (own: Specs, merged: Specs): Specs =>
  merged === own ? own : sortByGvk(merged, fullGvk)

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

/** Field specs in a configuration file. */
export const specs: Shape = { list: { fields: { ...gvk, path: 'text', create: 'boolean' } } }

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

/** Tables in which nothing stands. */
export const emptyTables: FieldTables = {
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

/** The tables of the `configurations` files of one kustomization. Throws UserError with every mistake and its place. */
export function readTables(files: readonly (readonly [text: string, file: string])[]): FieldTables {
  const read = files.map(([text, file]) =>
    tablesOf((readConfig(text, file, shape) ?? {}) as Written),
  )
  return mergeTables(builtinTables, read.reduce(mergeTables, emptyTables))
}

/** The specs of a file are sorted before they meet: which of two that overlap comes first decides whether they conflict. */
function tablesOf({ nameReference: references = [], ...written }: Written): FieldTables {
  const sorted = Object.entries(written).map(
    ([field, list]) => [field, sortByGvk(list.map(whole), fullGvk)] as const,
  )
  const nameReference = references.map(({ fieldSpecs = [], ...target }) => ({
    target,
    fieldSpecs: fieldSpecs.map(whole),
  }))
  return {
    ...emptyTables,
    ...Object.fromEntries(sorted),
    nameReference: sortReferences(nameReference),
  }
}

const whole = (spec: Partial<FieldSpec>): FieldSpec => ({ ...spec, path: spec.path ?? '' })
