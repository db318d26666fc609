/** A part of a file, and where it starts: its offset, and how many lines stand before it. */
export type Part = { readonly text: string; readonly offset: number; readonly lines: number }

/**
 * The first document of a text, which is all that Go reads of kustomization.yaml and its like: up to a line that
 * starts with `---` or `...` behind it. It may be empty.
 */
export function firstDocument(text: string): string {
  const start = /^(?:[^\S\n]*(?:#[^\n]*)?\n|%[^\n]*\n)*(?:---(?=\s|$))?/.exec(text)?.[0].length ?? 0
  const end = text.slice(start).search(/^(?:---|\.\.\.)(?=\s|$)/m)
  return end < 0 ? text : text.slice(0, start + end)
}

/** What Go looks at to read the first document: it decodes blocks of 512 bytes until it knows where that ends. */
export function lookedAt(text: string): string {
  const { length } = firstDocument(text)
  if (length === text.length) return text
  const bytes = Buffer.from(text)
  const needed = Buffer.byteLength(text.slice(0, length)) + '...\n'.length
  return bytes.subarray(0, Math.ceil(needed / 512) * 512).toString()
}

/**
 * The parts of a resource file as kustomize cuts it: by text, at lines that start with `---`. Of each it reads the
 * first document only; what stands behind `...` or behind the end of a JSON object is passed over.
 */
export function splitDocuments(text: string): readonly Part[] {
  const parts: Part[] = []
  let offset = 0
  let lines = 0
  const add = (end: number) => {
    parts.push({ text: text.slice(offset, end), offset, lines })
  }
  for (const { 0: separator, index } of text.matchAll(/\n---[^\n]*\n/g)) {
    add(index + 1)
    const next = index + separator.length
    for (let at = text.indexOf('\n', offset); at >= 0 && at < next; at = text.indexOf('\n', at + 1))
      lines++
    offset = next
  }
  add(text.length)
  return parts
}
