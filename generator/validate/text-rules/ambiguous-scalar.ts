import { UserError } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import { isScalar, type Node, placesIn, readNodes, readYaml } from '../../yaml/index.ts'
import type { KindSchema } from '../catalog.ts'
import { fieldsAt, textOf } from '../fields.ts'
import type { RuleContext } from '../rule.ts'
import { typesAt } from '../schema-at.ts'
import type { TextProblem, TextRule } from './text-rule.ts'

const WORD = '[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF'
/** Spellings of which a number leaves nothing: a version 1.10, a hash 5e12, an account 0123. */
const NUMBER =
  '[1-9][0-9]*\\.[0-9]*[1-9]0+|0[0-9]+|0[xob][0-9a-fA-F_]+|[0-9]+_[0-9_]*|[1-9][0-9]*e[0-9]+'
const isWord = new RegExp(`^(?:${WORD})$`)
const isOddNumber = new RegExp(`^(?:${NUMBER})$`)
const worth = new RegExp(
  `[-:,[{] +(?:${WORD}|${NUMBER}) *(?:[,}\\]#\\r\\n]|$)|(?:^|[\\s{,])(?:${WORD}) *:(?:\\s|$)`,
  'm',
)

const release = (values: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: tiles
  namespace: web
spec:
  interval: 60m
  chartRef:
    kind: OCIRepository
    name: tiles
  values:
    image:
      tag: ${values}
`

export const ambiguousScalar: TextRule = {
  id: 'ambiguous-scalar',
  severity: 'warning',
  summary: 'Values that readers of YAML take for different things stand in quotes.',
  why: 'kubectl, Argo CD and Flux read yes, no, on, off, y and n as true and false, also as names of members, and 1.10 as the number 1.1; other programs read a text in the same file.',
  hint: 'write it in quotes if it is a text; true or false, or the plain number, if not',
  isWorthIt: (text) => worth.test(text),
  *check(text, file, context) {
    const documents = read(text, file)
    if (documents.length === 0) return
    const place = placesIn(text, file)
    for (const [document, { node, value }] of documents.entries())
      for (const { message, pointer, key } of oddIn(node, value, context)) {
        const found = place(pointer, { document, key })
        if (found !== undefined) yield { message, place: found }
      }
  },
  examples: { good: release('"1.10"'), bad: release('1.10') },
}

type Document = { readonly node: Node; readonly value: unknown }

/** Each document as it is written, and as Kubernetes reads it. */
function read(text: string, file: string): readonly Document[] {
  try {
    const values = readYaml(text, file)
    const nodes = readNodes(text, file, 'resource')
    if (nodes.length !== values.length) return []
    return nodes.map((node, index) => ({ node, value: values[index] }))
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}

type Odd = Omit<TextProblem, 'place'> & { readonly pointer: string; readonly key: boolean }

/** One walk: `path` counts from the object, `pointer` from its document. */
type At = {
  readonly schema: KindSchema | undefined
  readonly path: readonly (string | number)[]
  readonly pointer: string
}

function* oddIn(node: Node, value: unknown, context: RuleContext, pointer = ''): Iterable<Odd> {
  const { apiVersion, kind, items } = fieldsAt(value)
  const list = node instanceof Map ? node.get('items') : undefined
  if (textOf(kind)?.endsWith('List') && Array.isArray(items) && Array.isArray(list)) {
    for (const [index, item] of list.entries())
      yield* oddIn(item, items[index], context, `${pointer}/items/${index}`)
    return
  }
  const { catalog, kubernetes } = context
  const version = catalog.versions.includes(kubernetes) ? kubernetes : catalog.newest
  const schema = catalog.schemaOf(String(apiVersion), String(kind), version)
  yield* walk(node, value, { schema, path: [], pointer })
}

function* walk(node: Node, value: unknown, at: At): Iterable<Odd> {
  const { path, pointer } = at
  if (node instanceof Map)
    for (const [name, member] of node) {
      const read = fieldsAt(value)
      const below = { ...at, path: [...path, name], pointer: pointerTo(pointer, name) }
      if (isWord.test(name) && !Object.hasOwn(read, name))
        yield {
          message: `${name}: without quotes is the member "${isTrue(name)}"`,
          pointer: below.pointer,
          key: true,
        }
      else yield* walk(member, read[name], below)
    }
  else if (Array.isArray(node))
    for (const [index, element] of node.entries())
      yield* walk(element, Array.isArray(value) ? value[index] : undefined, {
        ...at,
        path: [...path, index],
        pointer: `${pointer}/${index}`,
      })
  else yield* scalarMistake(node, value, at)
}

function* scalarMistake(node: Node, value: unknown, { schema, path, pointer }: At): Iterable<Odd> {
  const word = typeof node === 'string' && typeof value === 'boolean' && isWord.test(node)
  const number =
    isScalar(node) &&
    node.style === 'plain' &&
    typeof value === 'number' &&
    isOddNumber.test(node.text)
  if (!word && !number) return
  const types = schema && typesAt(schema, path)
  if (types !== undefined && (number || !types.includes('boolean'))) return
  const text = number && isScalar(node) ? node.text : String(node)
  const message = number
    ? `${text} without quotes is the number ${value}`
    : `${text} without quotes is ${value} for Kubernetes, and a text for readers of YAML 1.2`
  yield { message, pointer, key: false }
}

const isTrue = (word: string): boolean => /^(?:y|yes|on)$/i.test(word)
