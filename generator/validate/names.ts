/** A kind of name that Kubernetes knows: how it is called, and what is wrong with one, if anything. */
export type NameSyntax = (name: string) => string | undefined

const syntax =
  (pattern: RegExp, longest: number, expects: string): NameSyntax =>
  (name) => {
    if (name.length > longest)
      return `has ${name.length} characters, at most ${longest} are allowed`
    return pattern.test(name) ? undefined : `must be ${expects}`
  }

const QUALIFIED = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/

const WORD = 'letters, digits, ".", "_" and "-", starting and ending with a letter or digit'
const valueSyntax = syntax(QUALIFIED, 63, WORD)
const keySyntax = syntax(QUALIFIED, 63, `${WORD}, after an optional prefix and "/"`)

/** RFC 1123 label: containers, volumes, namespaces. */
export const dnsLabel = syntax(
  /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  63,
  'lower-case letters, digits and hyphens, starting and ending with a letter or digit',
)

/** RFC 1123 subdomain: most objects. */
export const dnsSubdomain = syntax(
  /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
  253,
  'lower-case letters, digits, hyphens and dots, every part starting and ending with a letter or digit',
)

/** RFC 1035 label: Services. */
export const dns1035Label = syntax(
  /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  63,
  'lower-case letters, digits and hyphens, starting with a letter',
)

/** Anything that can stand in a URL path: RBAC objects. */
export const pathSegment: NameSyntax = (name) =>
  name === '.' || name === '..' || /[/%]/.test(name) ? 'must not contain "/" or "%"' : undefined

/** IANA service name: ports of containers. */
export const portName: NameSyntax = (name) =>
  name.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name)
    ? undefined
    : 'must be at most 15 lower-case letters, digits and single hyphens, with a letter in it'

/** Value of a label; the empty one is fine. */
export const labelValue: NameSyntax = (value) => (value === '' ? undefined : valueSyntax(value))

/** Key of a label or an annotation: a name, with a DNS prefix before a slash or without. */
export const qualifiedKey: NameSyntax = (key) => {
  const slash = key.indexOf('/')
  const prefix = slash < 0 ? undefined : dnsSubdomain(key.slice(0, slash).toLowerCase())
  if (prefix !== undefined) return `prefix ${prefix}`
  return keySyntax(key.slice(slash + 1))
}

/** Key of a ConfigMap or Secret. */
export const configKey = syntax(
  /^(?!\.$|\.\.)[-._a-zA-Z0-9]+$/,
  253,
  'letters, digits, "-", "_" and "."',
)

/** Name of an HTTP header. */
export const headerName = syntax(/^[-A-Za-z0-9]+$/, 1000, 'letters, digits and hyphens')

/** Path of an NFS export. */
export const absolutePath: NameSyntax = (path) =>
  path.startsWith('/') ? undefined : 'must begin with "/"'

/** Path on a node. */
export const steadyPath: NameSyntax = (path) =>
  path.split('/').includes('..') ? 'must not contain ".."' : undefined

/** Path inside a volume. */
export const innerPath: NameSyntax = (path) => {
  if (path.startsWith('/')) return 'must be relative'
  return path.startsWith('..') || path.split('/').includes('..')
    ? 'must not contain ".."'
    : undefined
}

/** Every kind of text by the name that tables use. */
export const syntaxes: Readonly<Record<string, NameSyntax>> = {
  absolutePath,
  configKey,
  dns1035Label,
  dnsLabel,
  dnsSubdomain,
  headerName,
  innerPath,
  labelValue,
  pathSegment,
  portName,
  qualifiedKey,
  steadyPath,
}
