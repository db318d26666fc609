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
export const labelValue: NameSyntax = (value) =>
  value === ''
    ? undefined
    : syntax(
        QUALIFIED,
        63,
        'letters, digits, ".", "_" and "-", starting and ending with a letter or digit',
      )(value)

/** Key of a label or an annotation: a name, with a DNS prefix before a slash or without. */
export const qualifiedKey: NameSyntax = (key) => {
  const slash = key.indexOf('/')
  const prefix = slash < 0 ? undefined : dnsSubdomain(key.slice(0, slash).toLowerCase())
  if (prefix !== undefined) return `prefix ${prefix}`
  return syntax(
    QUALIFIED,
    63,
    'letters, digits, ".", "_" and "-", starting and ending with a letter or digit, after an optional prefix and "/"',
  )(key.slice(slash + 1))
}
