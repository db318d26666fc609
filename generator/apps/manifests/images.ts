import type { Json, JsonObject } from '../../core/resource.ts'
import { isContainers } from './merge.ts'

/** Name of an image reference, without tag and digest; a port of the registry is part of the name. */
export function imageName(reference: string): string {
  const [tagged = ''] = reference.split('@')
  const colon = tagged.lastIndexOf(':')
  return colon > tagged.lastIndexOf('/') ? tagged.slice(0, colon) : tagged
}

/** `name` with what fleet.yaml says in its place: a tag, a digest, or another reference altogether. */
function replaced(name: string, by: string): string {
  if (by.startsWith('sha256:')) return `${name}@${by}`
  return /[/:@]/.test(by) ? by : `${name}:${by}`
}

type Images = Readonly<Record<string, string>>

/** The same tree with the images of all its containers replaced. */
export function withImages(value: Json | undefined, images: Images): Json | undefined {
  return overContainers(value, (reference) => {
    const name = imageName(reference)
    const by = Object.hasOwn(images, name) ? images[name] : undefined
    return by === undefined ? reference : replaced(name, by)
  })
}

/** Names of all images that containers of the tree use. */
export function imageNames(value: Json | undefined): readonly string[] {
  const names: string[] = []
  overContainers(value, (reference) => {
    names.push(imageName(reference))
    return reference
  })
  return names
}

function overContainers(
  value: Json | undefined,
  image: (reference: string) => string,
): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => overContainers(item, image) ?? null)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const seen = overContainers(inner, image)
      if (!isContainers(field) || !Array.isArray(seen)) return [field, seen]
      return [field, seen.map((container: JsonObject) => withImage(container, image))]
    }),
  )
}

const withImage = (container: JsonObject, image: (reference: string) => string): JsonObject =>
  typeof container?.image === 'string' ? { ...container, image: image(container.image) } : container
