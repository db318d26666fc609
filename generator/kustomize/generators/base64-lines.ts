const width = 70

/** Base64 as kustomize writes it: beyond 69 characters in lines of 70, each with a line break, also the last. */
export function base64Lines(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const encoded = Buffer.from(bytes).toString('base64')
  if (encoded.length < width) return encoded
  return encoded.replace(/.{1,70}/g, '$&\n')
}
