import type { Node } from '../../yaml/index.ts'

/** A number that a text shows in another way than a field that holds nothing else. */
export type OddNumber = { readonly inText: string; readonly whole: Node }

/** `undefined` is a value that cannot stand in a text; references to it stay. */
export type VarValue = string | number | boolean | OddNumber | undefined

/** Values of vars by name. */
export type VarValues = ReadonlyMap<string, VarValue>

/** A text with every `$(NAME)` replaced; `$$` is a dollar sign, unknown names stay. A text that is one reference takes the type of the value. */
export function expandVars(text: string, values: VarValues): Node {
  const only = /^\$\(([^)]*)\)$/.exec(text)
  if (only !== null) {
    const value = values.get(only[1] ?? '') ?? text
    return typeof value === 'object' ? value.whole : value
  }
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (reference, name: string | undefined) => {
    if (name === undefined) return '$'
    const value = values.get(name) ?? reference
    return typeof value === 'object' ? value.inText : String(value)
  })
}
