/** The three parts of an image reference; an empty tag (`nginx:`) is none. */
export type Image = { readonly name: string; readonly tag?: string; readonly digest?: string }

/** Split an image as `images:` does: at the first `:` or `@` after the first `/`, so that a registry's port stays in the name. */
export function splitImage(image: string): Image {
  const slash = Math.max(image.indexOf('/'), 0)
  const at = image.indexOf('@', slash)
  const colon = image.indexOf(':', slash)
  if (colon < 0 && at < 0) return { name: image }
  if (at >= 0 && (colon < 0 || at < colon))
    return { name: image.slice(0, at), digest: image.slice(at + 1) }
  const tag = image.slice(colon + 1, at < 0 ? undefined : at)
  return {
    name: image.slice(0, colon),
    ...(tag !== '' && { tag }),
    ...(at >= 0 && { digest: image.slice(at + 1) }),
  }
}

/** The parts as one reference again. */
export function joinImage({ name, tag, digest }: Image): string {
  return name + (tag ? `:${tag}` : '') + (digest ? `@${digest}` : '')
}
