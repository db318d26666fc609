import type { FieldSpec } from '../schema/field-spec.ts'

/** Objects by regular expressions over their ids and by selectors over labels and annotations; absent fits all. */
export type Selector = {
  readonly group?: string
  readonly version?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly labelSelector?: string
  readonly annotationSelector?: string
}

/** A strategic merge or JSON patch, inline or in a file. */
export type Patch = {
  readonly path?: string
  readonly patch?: string
  readonly target?: Selector
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean }
}

/** One entry of `images`; `name` is the image to change, as a regular expression. */
export type ImageChange = {
  readonly name?: string
  readonly newName?: string
  readonly newTag?: string
  readonly tagSuffix?: string
  readonly digest?: string
}

type Texts = Readonly<Record<string, string>>

/** What generators add to their objects, for one or for all of a kustomization. */
export type GeneratorOptions = {
  readonly labels?: Texts
  readonly annotations?: Texts
  readonly disableNameSuffixHash?: boolean
  readonly immutable?: boolean
}

/** One entry of configMapGenerator or secretGenerator; `type` is for Secrets only. */
export type GeneratorArgs = {
  readonly name?: string
  readonly namespace?: string
  readonly behavior?: string
  readonly literals?: readonly string[]
  readonly files?: readonly string[]
  readonly envs?: readonly string[]
  readonly env?: string
  readonly options?: GeneratorOptions
  readonly type?: string
}

/** One entry of `labels`: the pairs, and where they go besides metadata.labels. */
export type Label = {
  readonly pairs?: Texts
  readonly includeSelectors?: boolean
  readonly includeTemplates?: boolean
  readonly fields?: readonly FieldSpec[]
}

/** Which part of a text between delimiters, and whether a missing field is made. */
export type PathOptions = {
  readonly delimiter?: string
  readonly index?: number
  readonly create?: boolean
}

/** Where a replacement writes: fields of the objects that it selects and does not reject. */
export type ReplacementTarget = {
  readonly select?: Selector
  readonly reject?: readonly Selector[]
  readonly fieldPaths?: readonly string[]
  readonly options?: PathOptions
}

/** One entry of `replacements`; with `path` it stands in a file. */
export type Replacement = {
  readonly source?: Selector & { readonly fieldPath?: string; readonly options?: PathOptions }
  readonly sourceValue?: string
  readonly targets?: readonly ReplacementTarget[]
  readonly path?: string
}

/** One entry of the old `vars`: a name for a field of one object. */
export type Var = {
  readonly name?: string
  readonly objref?: {
    readonly apiVersion?: string
    readonly group?: string
    readonly version?: string
    readonly kind?: string
    readonly name?: string
    readonly namespace?: string
  }
  readonly fieldref?: { readonly fieldPath?: string }
}

/** The order of the output; only that of the top counts. */
export type SortOptions = {
  readonly order?: string
  readonly legacySortOptions?: {
    readonly orderFirst?: readonly string[]
    readonly orderLast?: readonly string[]
  }
}

/** A kustomization.yaml with its old names folded into the new ones. */
export type Kustomization = {
  readonly kind: 'Kustomization' | 'Component'
  readonly resources: readonly string[]
  readonly components?: readonly string[]
  readonly namespace?: string
  readonly namePrefix?: string
  readonly nameSuffix?: string
  readonly labels?: readonly Label[]
  readonly commonLabels?: Texts
  readonly commonAnnotations?: Texts
  readonly patches?: readonly Patch[]
  readonly patchesStrategicMerge?: readonly string[]
  readonly patchesJson6902?: readonly Patch[]
  readonly images: readonly ImageChange[]
  readonly replicas?: readonly { readonly name?: string; readonly count?: number | bigint }[]
  readonly replacements?: readonly Replacement[]
  readonly configMapGenerator?: readonly GeneratorArgs[]
  readonly secretGenerator?: readonly GeneratorArgs[]
  readonly generatorOptions?: GeneratorOptions
  readonly sortOptions?: SortOptions
  readonly vars?: readonly Var[]
  readonly configurations?: readonly string[]
  readonly crds?: readonly string[]
  readonly openapi?: Texts
  readonly generators?: readonly string[]
  readonly transformers?: readonly string[]
  readonly validators?: readonly string[]
  /** Only that of the top counts. */
  readonly buildMetadata?: readonly string[]
}
