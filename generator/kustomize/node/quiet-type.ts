import { type Scalar, type Style, scalar, type Tag, tagOfText } from '../../yaml/index.ts'

/**
 * A number that takes the place of a text gets its quotes and is printed as a text. It is a number there all the same:
 * a text of another type in its place is written with the tag of a number. The type is a hidden field of the scalar,
 * not state: written once, when the scalar is made.
 */
const types = new WeakMap<Scalar, Tag>()

/** A text in quotes whose type does not show as long as the text has it. */
export function quietly(text: string, style: Style, type: Tag): Scalar {
  const made = scalar(text, style, tagOfText(text) === type ? undefined : type)
  types.set(made, type)
  return made
}

/** The type that a scalar in quotes has all the same. */
export function quietType(value: Scalar): Tag | undefined {
  return types.get(value)
}
