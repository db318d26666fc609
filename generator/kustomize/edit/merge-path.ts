import { UserError } from '../../core/finding.ts'
import { collectionIn, type Node } from '../../yaml/index.ts'
import type { Schemas } from '../schema/schema.ts'

/** Where merging stands, innermost field first, and by which schemas it goes. */
export type MergePath = {
  readonly field: string
  readonly parent: MergePath | undefined
  readonly schemas: Schemas
  readonly irregular: Irregular
}

/** Told when a list is merged in a way that may lose elements. */
export type Irregular = () => void

/** The patch has a value of another kind than the object. */
export function wrongKind(old: string, patch: string, path: MergePath): UserError {
  return new UserError({
    message: `the patch has a ${patch} where the object has a ${old}${placeOf(path)}`,
    hint: 'write the same kind of value as the object has, or set it to null in a patch before',
  })
}

/** A key without a name cannot be merged. */
export function emptyField(path: MergePath): UserError {
  return new UserError({
    message: `there is a key without any name${placeOf(path)}`,
    hint: 'kustomize cannot merge such an object; remove the key',
  })
}

/** The fields that lead here, for the end of a message. */
export function placeOf(path: MergePath): string {
  const fields: string[] = []
  for (let step = path; step.parent !== undefined; step = step.parent) fields.unshift(step.field)
  return fields.length === 0 ? '' : ` at ${fields.join('.')}`
}

/** Upstream walks through a list that has the tag of a null as through a map. Throws UserError where that ends behind a key. */
export function refuseOddList(patch: Node | undefined, path: MergePath): void {
  const list = collectionIn(patch)
  if (!Array.isArray(list) || list.length % 2 === 0) return
  throw new UserError({
    message: `a list has the tag !!null${placeOf(path)}`,
    hint: 'remove the tag',
  })
}
