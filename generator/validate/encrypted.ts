import { at, stepsOf } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'

/**
 * Whether SOPS has encrypted what a pointer names, or has put it there: its values are texts whatever they were, and
 * what they are only shows in the cluster. What a SealedSecret holds needs no such care, its own schema describes it.
 */
export function isEncrypted(resource: Resource, pointer: string): boolean {
  if (!hasEncrypted(resource)) return false
  if (stepsOf(pointer)[0] === 'sops') return true
  const value = at(resource, pointer)
  return typeof value === 'string' && value.startsWith('ENC[')
}

/** Whether SOPS has encrypted a part of an object. */
export const hasEncrypted = ({ sops }: Resource): boolean =>
  typeof sops === 'object' && sops !== null
