import { remembered } from './remembered.ts'

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

/** Key of a label: a name, with a DNS prefix before a slash or without. */
export const qualifiedKey: NameSyntax = remembered((key) => {
  const slash = key.indexOf('/')
  const prefix = slash < 0 ? undefined : dnsSubdomain(key.slice(0, slash))
  if (prefix !== undefined) return `prefix ${prefix}`
  return keySyntax(key.slice(slash + 1))
})

/** Key of an annotation: the same, whatever its case. */
export const annotationKey: NameSyntax = (key) => qualifiedKey(key.toLowerCase())

/** What a generated name may begin with. */
export const namePrefix: NameSyntax = (name) => dnsSubdomain(name.replace(/-$/, 'x'))

/** Domain that names are looked up in: underscores and a dot at the end are fine. */
export const searchDomain: NameSyntax = (domain) =>
  domain === '.' ? undefined : dnsSubdomain(domain.replace(/\.$/, '').replaceAll('_', 'x'))

/** Name of a kernel parameter. */
export const sysctlName = syntax(
  /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/,
  253,
  'lower-case letters, digits, "-" and "_", in parts between "." or "/"',
)

/** Name of a CSI driver. */
export const driverName: NameSyntax = (name) =>
  name.length > 63
    ? `has ${name.length} characters, at most 63 are allowed`
    : dnsSubdomain(name.toLowerCase())

/** A domain with a path behind it, such as `example.org/ingress`. */
export const domainPath: NameSyntax = (text) => {
  const slash = text.indexOf('/')
  if (slash < 0) return 'must be a domain and a path, such as example.org/ingress'
  const path = text.slice(slash + 1)
  return (
    dnsSubdomain(text.slice(0, slash)) ??
    (/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path) ? undefined : 'must have a path behind "/"')
  )
}

/** Name of a webhook: at least three parts. */
export const hookName: NameSyntax = (name) =>
  dnsSubdomain(name) ??
  (name.split('.').length < 3 ? 'must have at least three parts between dots' : undefined)

/** Path of a webhook: parts that are DNS names. */
export const servicePath: NameSyntax = (path) => {
  if (path === '/') return undefined
  const parts = path.replace(/\/$/, '').split('/').slice(1)
  return path.startsWith('/') && parts.every((part) => dnsSubdomain(part) === undefined)
    ? undefined
    : 'must be a path of lower-case names, each after "/"'
}

/** Where a webhook outside the cluster listens. */
export const secureUrl: NameSyntax = (url) =>
  /^https:\/\/[^/?#@\s]+(?:\/[^?#\s]*)?$/.test(url)
    ? undefined
    : 'must be https://HOST/PATH, without user, query and fragment'

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

/** API version of a workload: with its group, as only ReplicationControllers have none. */
export const scaledApi: NameSyntax = (text) =>
  text === 'v1' || /^[^/]+\/[^/]*$/.test(text)
    ? undefined
    : 'must be GROUP/VERSION, such as apps/v1'

/** Every kind of text by the name that tables use. */
export const syntaxes: Readonly<Record<string, NameSyntax>> = {
  absolutePath,
  annotationKey,
  configKey,
  dns1035Label,
  dnsLabel,
  dnsSubdomain,
  domainPath,
  driverName,
  headerName,
  hookName,
  innerPath,
  labelValue,
  namePrefix,
  pathSegment,
  portName,
  qualifiedKey,
  scaledApi,
  searchDomain,
  secureUrl,
  servicePath,
  steadyPath,
  sysctlName,
}
