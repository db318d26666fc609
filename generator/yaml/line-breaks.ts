/** Without byte order mark, every line break a line feed: as Go's scanner sees it, and lines keep their numbers. */
export function normalized(text: string): string {
  const rest = withoutMark(text)
  return rest.includes('\r') || rest.includes('\x85') ? rest.replace(/\r\n?|\x85/g, '\n') : rest
}

/** A file as kustomize cuts it into parts: other line breaks than LF and CRLF are go-yaml's alone. */
export function withLineFeeds(text: string): string {
  const rest = withoutMark(text)
  return rest.includes('\r') ? rest.replaceAll('\r\n', '\n') : rest
}

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
