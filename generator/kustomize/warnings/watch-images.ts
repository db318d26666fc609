import type { Problem } from '../../core/finding.ts'
import { splitImage } from '../edit/split-image.ts'
import type { Entry } from '../identity/entry.ts'
import type { ImageChange } from '../read/kustomization.ts'
import { imageMissed } from './image-hits-nothing.ts'
import { hasImageName, imageFitsAsPattern } from './image-name-is-pattern.ts'
import { changesImageVolume, newerThanKubectl } from './older-kubectl.ts'
import { suffixRepeated } from './tag-suffix-twice.ts'

/** Watches one entry of `images` at work. */
export type ImageWatch = {
  /** The entry fits this image. */
  readonly hit: (image: string) => void
  /** What is to be told, each thing once. */
  readonly problems: (before: readonly Entry[], after: readonly Entry[]) => readonly Problem[]
}

/** `place` is the file and the field, for messages. */
export function watchImages(change: ImageChange, place: string): ImageWatch {
  const { name = '', tagSuffix } = change
  let hits = 0
  let asPattern: Problem | undefined
  let repeated: Problem | undefined
  const isSuffix = tagSuffix && !change.newTag && !change.digest ? tagSuffix : undefined
  return {
    hit: (image) => {
      hits++
      if (asPattern === undefined && !hasImageName(image, name))
        asPattern = imageFitsAsPattern(place, name, image)
      if (isSuffix && repeated === undefined && splitImage(image).tag?.endsWith(isSuffix))
        repeated = suffixRepeated(place, isSuffix, image)
    },
    problems: (before, after) => {
      if (hits === 0) return [imageMissed(place, name)]
      const volume = after.find((entry, i) => changesImageVolume(before[i] ?? entry, entry))
      return [
        ...(asPattern ? [asPattern] : []),
        ...(repeated ? [repeated] : []),
        ...(volume ? [newerThanKubectl(`${place} changes the image of a volume`, '5.7')] : []),
      ]
    },
  }
}
