import { chomped, folded } from './fast-block-scalar.ts'

/**
 * What a folded scalar of a resource has become when kustomize turns it into JSON: go-yaml v3 first writes it as a
 * folded scalar again (emitterc.go), doubling more line breaks than reading it takes back.
 */
export function refold(text: string): string {
  if (!text.includes('\n') || !mayBeBlock(text)) return text
  const breaks = /\n*$/.exec(text)?.[0].length ?? 0
  const chomp = breaks === 0 ? '-' : breaks > 1 || text === '\n' ? '+' : ''
  const lines = rewritten(text).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return chomped(lines, chomp, true, folded)
}

/** Whether libyaml allows a text in a block scalar; others are written in double quotes, which loses nothing. */
export function mayBeBlock(text: string): boolean {
  return !/ \n| $|[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text)
}

/** Every line break is doubled, except behind indented lines, and anywhere when the text itself starts with a blank. */
function rewritten(text: string): string {
  if (/^\n*[ \t]/.test(text)) return text
  let out = ''
  let isDoubled = false
  for (const part of text.split(/(\n+)/)) {
    if (!part.startsWith('\n')) isDoubled = part !== '' && !/^[ \t]/.test(part)
    else if (isDoubled) out += '\n'
    out += part
  }
  return out
}
