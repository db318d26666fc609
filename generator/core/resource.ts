/** Any value that JSON can hold; what every Kubernetes object is made of. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [field: string]: Json | undefined }

/** The least a Kubernetes object can be. Everything after `model/` works on this. */
export type Resource = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly [field: string]: unknown
  }
  readonly [field: string]: unknown
}

/** How people name an object: `Deployment/web/tiles` (kind/namespace/name; no namespace, no middle). */
export type ResourceId = string

export function idOf(r: Resource): ResourceId {
  return [r.kind, r.metadata.namespace, r.metadata.name].filter(Boolean).join('/')
}

/** The group of `apiVersion`: `apps` of `apps/v1`, empty for the core group. */
export function groupOf(apiVersion: string): string {
  const end = apiVersion.indexOf('/')
  return end < 0 ? '' : apiVersion.slice(0, end)
}

/** One object of a cluster, whatever version it is written in: `apps/Deployment/web/tiles`. */
export function keyOf(r: Resource): string {
  return `${groupOf(r.apiVersion)}/${r.kind}/${r.metadata.namespace ?? ''}/${r.metadata.name}`
}
