/**
 * A name that stands twice in one object of a JSON text, as `JSON.parse` does not tell. Only objects count whose
 * path, the names that lead to them, does.
 */
export function duplicateName(
  text: string,
  counts: (path: readonly string[]) => boolean = () => true,
): string | undefined {
  const open: Set<string>[] = []
  const path: string[] = []
  for (const { 0: token, 1: colon } of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    const names = open.at(-1)
    if (colon === undefined || names === undefined) continue
    const name = JSON.parse(token.slice(0, -colon.length)) as string
    if (names.has(name) && counts(path.slice(0, open.length - 1))) return name
    names.add(name)
    path[open.length - 1] = name
  }
  return undefined
}

const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g
