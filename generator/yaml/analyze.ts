/** What a text allows, as libyaml's emitter analyses it for block context. */
export type Analysis = {
  readonly plain: boolean
  readonly single: boolean
  readonly literal: boolean
  /** It holds a line break, also U+2028 or U+2029: no simple key. */
  readonly multiline: boolean
}

const everything: Analysis = { plain: true, single: true, literal: true, multiline: false }

/** Printable ASCII without space, colon and hash that does not start with an indicator: the common case. */
const simple = /^[$()+/0-9;<=A-Z\\^_a-z~][!-"$-9;-~]*$/
const broken = /[\n\r\x85\u2028\u2029]/
/** go-yaml v2 prints neither tabs nor anything beyond the basic plane as it is. */
const unprintable = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const indicator =
  /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \t\n\u2028\u2029]#/
const spaceBreak = / [\n\u2028\u2029]/
const breakSpace = /[\n\u2028\u2029] /

/** Whether a text needs no analysis, nor ever a fold: one word in printable ASCII that every style allows. */
export function isSimple(text: string): boolean {
  return simple.test(text)
}

/** Which styles libyaml's `analyze_scalar` allows for a text. */
export function analyze(text: string): Analysis {
  if (isSimple(text)) return everything
  const multiline = broken.test(text)
  const isSpecial = unprintable.test(text) || spaceBreak.test(text)
  const isPadded = /^[ \n\u2028\u2029]|[ \n\u2028\u2029]$/.test(text)
  return {
    plain: !isSpecial && !multiline && !isPadded && !indicator.test(text),
    single: !isSpecial && !breakSpace.test(text),
    literal: text !== '' && !isSpecial && !text.endsWith(' '),
    multiline,
  }
}
