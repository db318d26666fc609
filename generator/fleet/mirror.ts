/** Full name of an image as a container runtime reads it: `redis:7` is `docker.io/library/redis:7`. */
function canonical(image: string): string {
  const slash = image.indexOf('/')
  const first = slash < 0 ? '' : image.slice(0, slash)
  if (first.includes('.') || first.includes(':') || first === 'localhost') return image
  return slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`
}

/** Where an image is pulled from behind mirrors: the longest matching host or host/path wins; other images stay as they are. */
export function mirrorImage(image: string, mirror: Readonly<Record<string, string>>): string {
  const full = canonical(image)
  const prefix = Object.keys(mirror)
    .filter((from) => full.startsWith(`${from.replace(/\/+$/, '')}/`))
    .sort((a, b) => b.length - a.length)[0]
  if (prefix === undefined) return image
  const to = (mirror[prefix] ?? '').replace(/\/+$/, '')
  return to + full.slice(prefix.replace(/\/+$/, '').length)
}
