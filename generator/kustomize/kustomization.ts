import type { FieldSpec } from './field-spec.ts'

export type Selector = {
  readonly group?: string
  readonly version?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly labelSelector?: string
  readonly annotationSelector?: string
}

export type Patch = {
  readonly path?: string
  readonly patch?: string
  readonly target?: Selector
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean }
}

export type ImageChange = {
  readonly name?: string
  readonly newName?: string
  readonly newTag?: string
  readonly tagSuffix?: string
  readonly digest?: string
}

type Texts = Readonly<Record<string, string>>

export type GeneratorOptions = {
  readonly labels?: Texts
  readonly annotations?: Texts
  readonly disableNameSuffixHash?: boolean
  readonly immutable?: boolean
}

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

export type Label = {
  readonly pairs?: Texts
  readonly includeSelectors?: boolean
  readonly includeTemplates?: boolean
  readonly fields?: readonly FieldSpec[]
}

export type PathOptions = {
  readonly delimiter?: string
  readonly index?: number
  readonly create?: boolean
}

export type ReplacementTarget = {
  readonly select?: Selector
  readonly reject?: readonly Selector[]
  readonly fieldPaths?: readonly string[]
  readonly options?: PathOptions
}

export type Replacement = {
  readonly source?: Selector & { readonly fieldPath?: string; readonly options?: PathOptions }
  readonly sourceValue?: string
  readonly targets?: readonly ReplacementTarget[]
  readonly path?: string
}

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
  readonly replicas?: readonly { readonly name?: string; readonly count?: number }[]
  readonly replacements?: readonly Replacement[]
  readonly configMapGenerator?: readonly GeneratorArgs[]
  readonly secretGenerator?: readonly GeneratorArgs[]
  readonly generatorOptions?: GeneratorOptions
  readonly sortOptions?: SortOptions
  readonly configurations?: readonly string[]
  /** Only that of the top counts. */
  readonly buildMetadata?: readonly string[]
}
