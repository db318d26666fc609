/** A URL in the parts that rules ask for, as Go's net/url has them: nothing is normalised but the scheme. */
export type Url = {
  readonly scheme: string
  readonly host: string
  readonly path: string
  readonly query: string
}

const CONTROL = /[\p{Cc}]/u

/** Absolute, or with an absolute path, as Go's url.ParseRequestURI wants it; undefined for what is none. */
export function urlOf(text: string): Url | undefined {
  if (text === '' || text.startsWith(':') || CONTROL.test(text)) return undefined
  const [, given = ''] = /^([a-z][a-z0-9+.-]*):/i.exec(text) ?? []
  const rest = given === '' ? text : text.slice(given.length + 1)
  const [beforeFragment] = cutAt(rest, '#')
  const [before, query] = cutAt(beforeFragment, '?')
  const parts = { scheme: given.toLowerCase(), query, host: '' }
  if (rest.startsWith('/')) return withPath(parts, before)
  if (given !== '') return { ...parts, path: '' } // opaque, as mailto:a@b
  return text === '*' ? { ...parts, path: '*' } : undefined
}

function withPath(parts: Omit<Url, 'path'>, before: string): Url | undefined {
  const isNetwork = parts.scheme !== '' && before.startsWith('//')
  const [authority, below] = isNetwork ? cutAt(before.slice(2), '/') : ['', undefined]
  const path = below === undefined ? before : before.slice(2 + authority.length)
  const host = hostOf(authority)
  const isReadable = /^(?:[^%]|%[0-9a-f]{2})*$/i.test(path)
  return host !== undefined && isReadable ? { ...parts, host, path: escaped(path) } : undefined
}

function cutAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const PORT = /^(?::[0-9]*)?$/

function hostOf(authority: string): string | undefined {
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (at !== -1 && !/^[\w.~!$&'()*+,;=:%@-]*$/.test(authority.slice(0, at))) return undefined
  const end = host.startsWith('[') ? host.lastIndexOf(']') : host.lastIndexOf(':') - 1
  if (host.startsWith('[') && end === -1) return undefined
  if (end >= 0 && !PORT.test(host.slice(end + 1))) return undefined
  return /^[\w.~!$&'()*+,;=:[\]<>"\u0080-\uffff-]*$/.test(host) ? host : undefined
}

/** Without port and brackets. */
export function hostnameOf({ host }: Url): string {
  const bare = host.slice(0, host.length - portText(host).length)
  return bare.startsWith('[') && bare.endsWith(']') ? bare.slice(1, -1) : bare
}

/** The digits behind the last colon; empty without them. */
export const portOf = ({ host }: Url): string => portText(host).slice(1)

function portText(host: string): string {
  return /(?:^|[^:[]|\])(:[0-9]*)$/.exec(host.replace(/^\[[^\]]*\]/, 'h'))?.[1] ?? ''
}

/** The values of each name of the query, in their order. */
export function queryOf({ query }: Url): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(query))
    values.set(name, [...(values.get(name) ?? []), value])
  return values
}

const escaped = (path: string): string =>
  path.replace(/[^\w.~!$&'()*+,;=:@/%[\]-]/gu, (c) => encodeURIComponent(c))

/** All that counts of a URL, so that it can be read again. */
export function textOfUrl({ scheme, host, path, query }: Url): string {
  const start = scheme === '' ? '' : `${scheme}:`
  const authority = host === '' && (scheme === '' || path === '') ? '' : `//${host}`
  return `${start}${authority}${path}${query === '' ? '' : `?${query}`}`
}
