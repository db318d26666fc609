import { posix } from 'node:path'
import type { Place } from '../../core/finding.ts'
import { memo } from '../../core/memo.ts'
import type { Files } from '../../core/tree.ts'
import { type PlaceOptions, placesIn } from '../../yaml/index.ts'
import { type Operation, readOperations } from '../edit/json-operations.ts'
import type { MapNode } from '../node/node.ts'
import { type PlacedNode, readPlacedObjects } from '../read/documents.ts'
import type { Kustomization } from '../read/kustomization.ts'
import { yamlOf } from '../read/loader.ts'
import { readKustomization } from '../read/read-kustomization.ts'

type PlaceOf = (pointer: string, options?: PlaceOptions) => Place | undefined

/** A patch that is parsed once, whatever is asked of it. */
export type PatchReading = {
  readonly placeOf: PlaceOf
  readonly objects: () => readonly PlacedNode<MapNode>[]
  readonly operations: () => readonly Operation[]
}

/** The files of a finished build, read once more where somebody asks for a place in them. */
export type Readings = {
  readonly has: (file: string) => boolean
  readonly text: (file: string) => string
  readonly kustomization: (file: string) => Kustomization
  readonly objects: (file: string) => readonly PlacedNode<MapNode>[]
  readonly placeIn: (file: string, pointer: string, options?: PlaceOptions) => Place
  /** A text of a file, or the text in it that a patch is. */
  readonly patch: (file: string, text: string) => PatchReading
}

/** Nothing is read before it is asked for, and each file once. */
export function readingsOf(files: Files): Readings {
  const text = (file: string): string => yamlOf(files.get(file) ?? '') ?? ''
  const places = memo((file: string): PlaceOf => placesIn(text(file), file))
  const patches = new Map<string, PatchReading>()
  return {
    has: (file) => files.has(file),
    text,
    kustomization: memo((file) => readKustomization(text(file), file).kustomization),
    objects: memo((file) => readPlacedObjects(text(file), file)),
    placeIn: (file, pointer, options) =>
      places(file)(pointer, options) ?? { file, line: 1, column: 1 },
    patch: (file, written) => {
      const key = `${file}\n${written}`
      const known = patches.get(key) ?? patchReading(file, written)
      patches.set(key, known)
      return known
    },
  }
}

function patchReading(file: string, text: string): PatchReading {
  const objects = memo(() => readPlacedObjects(text, file))
  const operations = memo(() => readOperations(text, file))
  return {
    placeOf: placesIn(text, file),
    objects: () => objects(''),
    operations: () => operations(''),
  }
}

/** The file that a kustomization names. */
export function besides(file: string, named: string): string {
  return posix.normalize(posix.join(posix.dirname(file), named))
}
