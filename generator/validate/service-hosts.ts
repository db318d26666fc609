import { pointerTo } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import { mapsOf, stringsOf, textsOf } from './fields.ts'
import { type Container, containersOf, podOf } from './pods.ts'
import type { Reads, Reason, Reasons } from './rule.ts'

/** An address of a Service inside a cluster, as it stands in a text. */
export type Host = {
  readonly text: string
  readonly name: string
  readonly namespace: string | undefined
  readonly port: number | undefined
}

const LABEL = '[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?'

/** At the beginning of a text or behind what cannot be a part of a name, and followed by what ends one. */
const HOST = new RegExp(
  `(?:^|[\\s"'=@,;(]|://)(${LABEL})(?:\\.(${LABEL})(?:\\.svc(?:\\.cluster\\.local\\.?)?)?)?(?::([0-9]{2,5}))?(?=$|[/\\s"',;)?])`,
  'g',
)

/** What looks like the address of a Service: a name with a namespace or a port, where a URL or a text begins with it. */
export function* hostsIn(text: string): Iterable<Host> {
  if (text.length > LONGEST || !/[.:]/.test(text)) return
  for (const [found, name = '', namespace, port] of text.matchAll(HOST)) {
    if (namespace === undefined && port === undefined) continue
    const said = found.replace(/^(?:[\s"'=@,;(]|:\/\/)/, '')
    yield { text: said, name, namespace, port: port === undefined ? undefined : Number(port) }
  }
}

/** Whether a text holds one. */
function hasHost(text: string): boolean {
  if (text.length > LONGEST || !/[.:]/.test(text)) return false
  for (const _ of hostsIn(text)) return true
  return false
}

/** Longer texts are whole files. */
const LONGEST = 64 * 1024

type Text = readonly [text: string, pointer: string]

/** What `addressTexts` reads. */
export const READ_OF_ADDRESSES: Reads = {
  '*': [['metadata/annotations/*', (text) => text.includes('\n') && hasHost(text)]],
  pod: [
    ['spec/C/env/*/value', hasHost],
    ['spec/C/command/*', hasHost],
    ['spec/C/args/*', hasHost],
  ],
}

/** Where addresses stand. */
export const WHEN_ADDRESSES: Reasons = Object.fromEntries(
  Object.entries(READ_OF_ADDRESSES).map(([kind, places]) => [
    kind,
    places
      .filter((place) => typeof place !== 'string')
      .map(([path, isRead]): Reason => [path, (text) => typeof text === 'string' && isRead(text)]),
  ]),
)

/** Texts in which addresses stand: variables, commands and arguments, annotations of several lines. */
export function* addressTexts(resource: Resource): Iterable<Text> {
  for (const [name, text] of stringsOf(resource.metadata.annotations))
    if (text.includes('\n')) yield [text, pointerTo('/metadata/annotations', name)]
  const pod = podOf(resource)
  for (const container of pod === undefined ? [] : containersOf(pod)) yield* textsIn(container)
}

function* textsIn({ fields, pointer }: Container): Iterable<Text> {
  for (const [index, { value }] of mapsOf(fields.env))
    if (typeof value === 'string' && value !== '') yield [value, `${pointer}/env/${index}/value`]
  for (const list of ['command', 'args'])
    for (const [index, word] of textsOf(fields[list]))
      if (word !== '') yield [word, `${pointer}/${list}/${index}`]
}
