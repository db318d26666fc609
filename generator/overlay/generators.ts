import type { Config } from '../core/config.ts'
import type { FileTree } from '../core/tree.ts'

/** Entries of `configMapGenerator` and the files they name, relative to the kustomization. */
export type Generators = { readonly field: readonly unknown[]; readonly files: FileTree }

/** Longer values are easier to read in a file of their own. */
const LONGEST_LITERAL = 100

/** What a base folder holds for its generators: short single-line values as literals, the rest in files/<config>/<key>. */
export function generatorsOf(configs: readonly Config[]): Generators {
  const files = new Map<string, string>()
  const field = configs.map((config) =>
    entry(config.name, config.data, files, { options: optionsOf(config.labels) }),
  )
  return { field, files }
}

/**
 * The entries with which an overlay changes the data of generated ConfigMaps: `merge` for changed and new keys, `replace` when
 * keys go. Labels of a ConfigMap that the base has too are left to patches: generators can add labels, never remove them.
 */
export function generatorChanges(base: readonly Config[], wanted: readonly Config[]): Generators {
  const before = new Map(base.map((config) => [config.name, config]))
  const files = new Map<string, string>()
  const field = wanted.flatMap((config) => {
    const old = before.get(config.name)
    if (old === undefined)
      return [entry(config.name, config.data, files, { options: optionsOf(config.labels) })]
    const gone = Object.keys(old.data).some((key) => !Object.hasOwn(config.data, key))
    if (gone) return [entry(config.name, config.data, files, { behavior: 'replace' })]
    const changed = Object.entries(config.data).filter(
      ([key, value]) => !Object.hasOwn(old.data, key) || old.data[key] !== value,
    )
    if (changed.length === 0) return []
    return [entry(config.name, Object.fromEntries(changed), files, { behavior: 'merge' })]
  })
  return { field, files }
}

function optionsOf(labels: Config['labels']): unknown {
  return labels === undefined || Object.keys(labels).length === 0 ? undefined : { labels }
}

function entry(
  name: string,
  data: Config['data'],
  files: Map<string, string>,
  rest: { readonly behavior?: string; readonly options?: unknown },
): unknown {
  const literals: string[] = []
  const sources: string[] = []
  for (const [key, value] of Object.entries(data)) {
    if (isLiteral(value)) literals.push(`${key}=${value}`)
    else {
      sources.push(`files/${name}/${key}`)
      files.set(`files/${name}/${key}`, value)
    }
  }
  return {
    name,
    ...(rest.behavior !== undefined && { behavior: rest.behavior }),
    ...(literals.length > 0 && { literals }),
    ...(sources.length > 0 && { files: sources }),
    ...(rest.options !== undefined && { options: rest.options }),
  }
}

/** Kustomize takes a pair of quotes around a literal away; line breaks and unprintable characters belong into files. */
function isLiteral(value: string): boolean {
  if (value.length > LONGEST_LITERAL || /^["']/.test(value)) return false
  return /^[\x20-\x7e\u00a1-\ud7ff]*$/.test(value) && !/[\u2028\u2029]/.test(value)
}
