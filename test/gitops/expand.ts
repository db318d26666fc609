import type { Resource } from '../../generator/core/resource.ts'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The Applications that the ApplicationSet controller would make, as far as our sets need it: lists of elements, each
 * with a template that goes over the common one, and references to members of the element. Throws at anything else;
 * `npm run oracle` compares it with Argo CD's own code.
 */
export function expand(set: Resource): readonly Resource[] {
  const spec = set.spec as {
    readonly goTemplate: boolean
    readonly goTemplateOptions: readonly string[]
    readonly generators: readonly { readonly list: { elements: readonly Json[]; template: Json } }[]
    readonly template: Json
    readonly syncPolicy?: { readonly preserveResourcesOnDeletion?: boolean }
  }
  if (!spec.goTemplate || spec.goTemplateOptions.join() !== 'missingkey=error')
    throw new Error('references to nothing would be taken')
  return spec.generators.flatMap(({ list }) =>
    list.elements.map((element) => {
      const template = filled(over(list.template, spec.template), element) as Pick<
        Resource,
        'metadata' | 'spec'
      >
      const { finalizers = [] } = template.metadata as { readonly finalizers?: readonly string[] }
      const own = finalizers.length > 0 || spec.syncPolicy?.preserveResourcesOnDeletion
      return {
        apiVersion: set.apiVersion,
        kind: 'Application',
        metadata: {
          ...template.metadata,
          namespace: `${set.metadata.namespace}`,
          finalizers: own ? finalizers : ['resources-finalizer.argocd.argoproj.io'],
        },
        spec: template.spec,
      }
    }),
  )
}

/** What the first says, and what only the second says. */
function over(first: unknown, second: unknown): unknown {
  if (first === undefined || first === '') return second
  if (!isObject(first) || !isObject(second)) return first
  const keys = new Set([...Object.keys(second), ...Object.keys(first)])
  return Object.fromEntries(Array.from(keys, (key) => [key, over(first[key], second[key])]))
}

function filled(value: unknown, element: Json): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item, element))
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, filled(v, element)]))
  if (typeof value !== 'string') return value
  return value.replaceAll(/\{\{(.*?)\}\}/g, (whole, action: string) => {
    if (action === '"{{"') return '{{'
    const found = /^\.(\w+)$/.exec(action)?.[1] ?? ''
    if (typeof element[found] !== 'string') throw new Error(`${whole} refers to nothing`)
    return element[found]
  })
}
