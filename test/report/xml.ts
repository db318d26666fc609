/** An element of an XML document: its attributes, its text, and the elements in it. */
export type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const TOKEN =
  /<\?xml version="1\.0" encoding="UTF-8"\?>\n?|<!--(?:(?!--)[\s\S])*-->\n?|<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y
const ILLEGAL = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Reads XML as strictly as the standard wants of a document without a DTD; throws where it is not well-formed. */
export function parseXml(text: string): Element {
  if (ILLEGAL.test(text)) throw new Error('a character that XML cannot hold')
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (found === null) throw new Error(`not well-formed at ${text.slice(at, at + 40)}`)
    take(found, open)
  }
  const [root] = top.children
  if (open.length !== 1 || root === undefined || top.children.length > 1 || top.text.trim() !== '')
    throw new Error('not one root element, closed')
  return root
}

function take([, close, name, attributes = '', alone, text]: RegExpExecArray, open: Element[]) {
  const here = open.at(-1)
  if (here === undefined) throw new Error('closed too often')
  if (text !== undefined) here.text += decoded(text)
  if (name === undefined) return
  if (close === '/') {
    if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`)
    return
  }
  const list = Array.from(
    attributes.matchAll(/ ([\w-]+)="([^"]*)"/g),
    ([, key = '', value = '']) =>
      // A line break in an attribute is read as a blank.
      [key, decoded(value.replace(/[\t\n\r]/g, ' '))] as const,
  )
  if (new Set(list.map(([key]) => key)).size < list.length) throw new Error('an attribute twice')
  const element = { name, attributes: Object.fromEntries(list), children: [], text: '' }
  here.children.push(element)
  if (alone !== '/') open.push(element)
}

function decoded(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in a text')
  return text.replace(/&(?:#(\d+)|(\w+));|&/g, (whole, code?: string, name = '') => {
    const character = code === undefined ? NAMED[name] : String.fromCodePoint(Number(code))
    if (character === undefined) throw new Error(`${whole} is no reference`)
    return character
  })
}
