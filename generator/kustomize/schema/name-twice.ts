/** A name that an object of well-formed JSON has twice, more than so many levels deep: Go refuses it in schemas. */
export function nameTwice(text: string, depth = 0): string | undefined {
  const open: Set<string>[] = []
  for (const { 0: token, 1: written } of text.matchAll(
    /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g,
  )) {
    const names = open.at(-1)
    const name: unknown = written === undefined ? undefined : JSON.parse(written)
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (typeof name === 'string' && names?.has(name) && open.length > depth) return written
    else if (typeof name === 'string') names?.add(name)
  }
  return undefined
}
