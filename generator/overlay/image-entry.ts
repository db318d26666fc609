import { type Image, joinImage, splitImage } from '../kustomize/index.ts'

/** One entry of the field `images`. */
export type ImageEntry = {
  readonly name: string
  readonly newName?: string
  readonly newTag?: string
  readonly digest?: string
}

/** What an entry makes of an image; the image itself when the name does not fit. */
export type Rewrite = (image: string) => string

/** What kustomize's imagetag updater does: the name is a regular expression there, and a new version replaces tag and digest. */
export function rewriteOf({ name, newName, newTag, digest }: ImageEntry): Rewrite {
  const fits = new RegExp(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`)
  const version: Omit<Image, 'name'> | undefined =
    newTag === undefined && digest === undefined
      ? undefined
      : { ...(newTag !== undefined && { tag: newTag }), ...(digest !== undefined && { digest }) }
  return (image) => {
    if (!fits.test(image)) return image
    const { name: old, ...rest } = splitImage(image)
    return joinImage({ name: newName ?? old, ...(version ?? rest) })
  }
}
