import type { FileTree } from '../../core/tree.ts'
import type { ApiKind, Definitions, Schema } from '../schema.ts'

const REF = /"\$ref":"#\/definitions\/([^"]+)"/g

/** The definitions that others lead to from the named ones, these included. */
export function reachable(definitions: Definitions, names: readonly string[]): Definitions {
  const kept = new Map<string, Schema>()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const definition = definitions[name]
    if (definition === undefined || kept.has(name)) continue
    kept.set(name, definition)
    for (const [, next = ''] of JSON.stringify(definition).matchAll(REF)) open.push(next)
  }
  return Object.fromEntries(kept)
}

/** A file of definitions, one a line. */
export function definitionsText(definitions: Definitions): string {
  return `${text({ definitions }, 2)}\n`
}

/** JSON with sorted keys and a line per member down to `breaks` levels, so that git shows what changed. */
export function text(value: unknown, breaks: number): string {
  const list = Array.isArray(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  const items = list
    ? entries.map(([, member]) => text(member, breaks - 1))
    : entries
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => `${JSON.stringify(key)}:${text(member, breaks - 1)}`)
  const gap = breaks > 0 && items.length > 0 ? '\n' : ''
  const body = `${gap}${items.join(`,${gap}`)}${gap}`
  return list ? `[${body}]` : `{${body}}`
}

/** A file that is nothing but a reference. */
export const refText = ($ref: string): string => `${JSON.stringify({ $ref })}\n`

type Older = { readonly older?: readonly { readonly until: string; readonly folder: string }[] }

/** A file of the kinds of a folder, one a line. */
export function resourcesText(kinds: readonly (ApiKind & Older)[]): string {
  const rows = kinds.map(({ group, version, kind, plural, namespaced, ...rest }) => {
    const { verbs, subresources, deprecated, older = [] } = rest
    return {
      ...{ group, version, kind, plural, namespaced },
      ...(verbs ? { verbs } : {}),
      ...(subresources ? { subresources } : {}),
      ...(deprecated === true ? { deprecated } : {}),
      ...(older.length > 0
        ? { until: Object.fromEntries(older.map(({ until, folder }) => [until, folder])) }
        : {}),
    }
  })
  const key = (k: ApiKind): string => `${k.group}/${k.kind}/${k.version}`
  return `${text(
    rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
    1,
  )}\n`
}

/** Files in the order of their paths. */
export function sorted(files: Iterable<readonly [path: string, content: string]>): FileTree {
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
