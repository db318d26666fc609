import type { Scalar } from '../../yaml/index.ts'

/**
 * Texts in quotes that a step has written without a type, such as names: upstream tells them from other texts where it
 * compares nodes. That they are is a hidden field of the scalar, not state: noted once, when it is made.
 */
const all = new WeakSet<Scalar>()

/** Note that a text of one's own has no type, whatever its quotes say; without any that shows. */
export function untyped(made: Scalar): Scalar {
  if (made.style !== 'plain') all.add(made)
  return made
}

/** Whether a text in quotes has no type all the same. */
export function isUntyped(value: Scalar): boolean {
  return all.has(value)
}
