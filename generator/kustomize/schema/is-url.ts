/** Whether Go's `url.Parse` takes a text. */
export function isUrl(text: string): boolean {
  const [, url = '', fragment = ''] = /^([^#]*)#?(.*)$/s.exec(text) ?? []
  const [, scheme, rest = ''] = /^([a-z][-+.\da-z]*:)?([^?]*)/is.exec(url) ?? []
  const isOpaque = scheme !== undefined && !rest.startsWith('/')
  const hasColon = scheme === undefined && /^[^/]*:/.test(rest)
  const escaped = isOpaque ? fragment : rest + fragment
  if (hasColon || control.test(url) || /%(?![\da-f]{2})/i.test(escaped)) return false
  const hasHost = scheme !== undefined || !rest.startsWith('///')
  const [, authority = ''] = (hasHost && /^\/\/([^/]*)/.exec(rest)) || []
  return isAuthority(authority)
}

/** The control characters of ASCII. */
const control = /[^ -~\x80-\u{10ffff}]/u

/** A user and a host. */
function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@')
  const host = text.slice(at + 1)
  if (!/^[-\w.:~!$&'()*+,;=%@]*$/.test(text.slice(0, at + 1))) return false
  return host.startsWith('[') ? address6.test(host) : named.test(host)
}

/** Escapes are for what is not ASCII, and for the percent sign. */
const named =
  /^(?:(?:[-\w.~!$&'()*+,;=\]<>":\x80-\u{10ffff}]|%25|%[89a-f])*:\d*|(?:[-\w.~!$&'()*+,;=\]<>"\x80-\u{10ffff}]|%25|%[89a-f])*)$/iu

const address6 = /^\[[\da-f.]*:[\da-f.]*:[\da-f:.]*(?:%25[^\]]+)?\](?::\d*)?$/i
