/** An image as its name is written: `docker.io/library/redis:7.2.7-alpine@sha256:…`. */
export type Image = {
  /** With the registry, and `docker.io/library/` where nothing is said. */
  readonly repository: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** The parts of an image's name; a colon before the last slash is a port, one behind it starts the tag. */
export function imageOf(text: string): Image {
  const [name = '', digest] = text.split('@', 2)
  const slash = name.lastIndexOf('/')
  const colon = name.indexOf(':', slash + 1)
  const path = colon < 0 ? name : name.slice(0, colon)
  const tag = colon < 0 ? undefined : name.slice(colon + 1)
  return { repository: fullName(path), tag, digest }
}

function fullName(path: string): string {
  const [first = ''] = path.split('/', 1)
  const hasHost = path.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  if (hasHost) return path.replace(/^index\.docker\.io\//, 'docker.io/')
  return path.includes('/') ? `docker.io/${path}` : `docker.io/library/${path}`
}

/** Its numbers, most important first, of a tag that begins with a version: `17.6-bookworm` is 17 and 6. */
export function versionIn(tag: string | undefined): readonly number[] | undefined {
  const [, numbers] = /^v?([0-9]{1,6}(?:\.[0-9]{1,6}){0,3})(?![0-9A-Za-z])/.exec(tag ?? '') ?? []
  return numbers?.split('.').map(Number)
}

/** Whether a version is older than another; what is not written of it counts as the newest. */
export function isOlder(version: readonly number[], than: readonly number[]): boolean {
  for (const [index, number] of than.entries()) {
    const own = version[index]
    if (own === undefined || own > number) return false
    if (own < number) return true
  }
  return false
}
