import { goJson } from '../node/go-json.ts'

/** Letters that may not form words: the substitution kustomize makes in the first ten hex digits. */
const letters: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' }

/** What of a ConfigMap or Secret the hash covers; a list in the place of a map is null. */
export type Hashed = {
  readonly data?: unknown
  readonly binaryData?: unknown
  readonly stringData?: unknown
  readonly type?: unknown
}

/**
 * The suffix that kustomize gives a generated ConfigMap or Secret, without the dash. Names, namespaces, labels
 * and `immutable` do not count: equal content has an equal hash. `data` absent is not the same as empty.
 */
export function hashSuffix(kind: 'ConfigMap' | 'Secret', content: Hashed): string {
  const { data = '', binaryData, stringData, type = '' } = content
  const hashed =
    kind === 'ConfigMap'
      ? { ...(isObject(binaryData) && { binaryData }), data, kind, name: '' }
      : { data, kind, name: '', ...(isObject(stringData) && { stringData }), type }
  return encode(goJson(hashed))
}

/** The suffix for any text, as kinds other than ConfigMap and Secret have it. */
export function encode(text: string): string {
  // Loading it takes 3 ms, and most trees have nothing to hash.
  const { createHash } = process.getBuiltinModule('node:crypto')
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 10)
  return [...hex].map((digit) => letters[digit] ?? digit).join('')
}

/** The final name of a ConfigMap that configMapGenerator makes of text data. */
export function hashedName(config: {
  readonly name: string
  readonly data: Readonly<Record<string, string>>
}): string {
  const empty = Object.keys(config.data).length === 0
  return `${config.name}-${hashSuffix('ConfigMap', empty ? {} : { data: config.data })}`
}

function isObject(value: unknown): boolean {
  return typeof value === 'object'
}
