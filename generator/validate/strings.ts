import { pointerTo } from '../core/pointer.ts'

/** Every string of a value and where it stands. */
export function* stringPlaces(
  value: unknown,
  pointer = '',
): Iterable<readonly [text: string, pointer: string]> {
  if (typeof value === 'string') yield [value, pointer]
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value))
    yield* stringPlaces(member, pointerTo(pointer, key))
}
