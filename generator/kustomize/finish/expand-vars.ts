/** `undefined` is a value that cannot stand in a text; references to it stay. */
export type VarValue = string | number | boolean | undefined

/** Values of vars by name. */
export type VarValues = ReadonlyMap<string, VarValue>

/** A text with every `$(NAME)` replaced; `$$` is a dollar sign, unknown names stay. A text that is one reference takes the type of the value. */
export function expandVars(text: string, values: VarValues): string | number | boolean {
  const whole = /^\$\(([^)]*)\)$/.exec(text)
  if (whole !== null) return values.get(whole[1] ?? '') ?? text
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (reference, name: string | undefined) =>
    name === undefined ? '$' : String(values.get(name) ?? reference),
  )
}
