/** A type name of JSON Schema, as far as the stored schemas use them. */
export type TypeName = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'

/** The part of JSON Schema, plus the `x-kubernetes-*` keywords, that files under `schemas/` are written in. */
export type Schema = {
  readonly $ref?: string
  readonly type?: TypeName | readonly TypeName[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly not?: Schema
  readonly default?: unknown
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set'
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-validations'?: readonly unknown[]
  readonly 'x-kubernetes-unions'?: readonly unknown[]
}

/** Schemas by the name that stands behind `#/definitions/` in a `$ref`. */
export type Definitions = Readonly<Record<string, Schema>>

/** One kind that an API server serves or a CRD adds. */
export type ApiKind = {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly namespaced: boolean
  readonly verbs?: readonly string[]
  readonly subresources?: readonly string[]
  readonly deprecated?: boolean
  /** Where its schema lies for clusters up to a Kubernetes minor, the oldest first; later ones have the one in crds/. */
  readonly until?: Readonly<Record<string, string>>
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf({ group, version }: Pick<ApiKind, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`
}

/** Folder of one Kubernetes minor in the layout that kubeconform expects: `v1.34.0-standalone-strict`. */
export function folderOf(minor: string): string {
  return `v${minor}.0-standalone-strict`
}

/** File of a native kind, named as kubeconform names it: only the first label of the group counts. */
export function nativeFile({ group, version, kind }: ApiKind): string {
  const label = group === '' ? '' : `${group.split('.')[0]}-`
  return `${kind.toLowerCase()}-${label}${version}.json`
}

/** File of a custom kind, below the full name of its group so that first labels cannot clash. */
export function customFile({ group, version, kind }: ApiKind, folder = 'crds'): string {
  return `${folder}/${group}/${kind.toLowerCase()}_${version}.json`
}
