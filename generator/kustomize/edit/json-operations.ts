import { UserError } from '../../core/finding.ts'
import { type Node, readNodes, toJson } from '../../yaml/index.ts'
import { floatNode, nodeOf } from '../node/json-node.ts'
import { isMap } from '../node/node.ts'
import { refuseDeepPath } from '../node/too-large.ts'
import { givenNull, readRawJson } from './raw-json.ts'

/** One step of a JSON patch, with the pointers already split; `from` only where the operation has one. */
export type Operation = {
  readonly op: string
  readonly path: readonly string[]
  readonly from?: readonly string[]
  /** Scalars of a patch in JSON keep their texts; undefined where none is written. */
  readonly value: Node | undefined
  /** As written, for messages. */
  readonly pointer: string
  /** What is wrong with it, wherever it is applied. */
  readonly refusal?: UserError
}

/** The fields of an operation, and its value as a node. */
type Written = readonly [fields: unknown, value: Node | undefined]

/** Read a JSON patch, in JSON or in YAML 1.1; only the first document counts. Throws UserError. */
export function readOperations(text: string, file: string): readonly Operation[] {
  if (/^\[\s*\]/.test(text)) return [] // and whatever stands behind it
  // Upstream tells JSON by its first character; YAML in brackets is then refused.
  const list = text.startsWith('[') ? fromJson(text, file) : fromYaml(text, file)
  return list.map((written, i) => readOperation(written, `${file}: operation ${i + 1}`))
}

function fromYaml(text: string, file: string): readonly Written[] {
  const reading = { duplicateKeys: 'last', documents: 'first' } as const
  const [list = null] = readNodes(text, file, 'config', reading)
  if (list === null) return []
  const json = toJson(list)
  if (!Array.isArray(json)) throw notAPatch(file, 'is no list')
  return json.map((fields: { readonly value?: unknown } | null) => {
    const value = fields?.value
    return [fields, value === undefined ? undefined : nodeOf(value, floatNode)]
  })
}

function fromJson(text: string, file: string): readonly Written[] {
  try {
    const list: readonly unknown[] = JSON.parse(text)
    const nodes = readRawJson(text) as readonly Node[]
    return list.map((fields, i) => {
      const node = nodes[i]
      return [fields, isMap(node) ? node.get('value') : undefined]
    })
  } catch (error) {
    throw new UserError(
      {
        message: `${file} begins with "[", so it is read as JSON, and is none: ${(error as Error).message}`,
        hint: 'write JSON with quotes around names and texts, or a YAML list with "- "',
      },
      { cause: error },
    )
  }
}

function readOperation([fields, value]: Written, place: string): Operation {
  if (typeof fields !== 'object' || Array.isArray(fields)) throw notAPatch(place, 'is no map')
  const { op, path, from } = (fields ?? {}) as Record<string, unknown>
  if (typeof op !== 'string' || typeof path !== 'string')
    return unusable(notAPatch(place, 'has no op or path'))
  const needsFrom = op === 'move' || op === 'copy'
  if (needsFrom && typeof from !== 'string') return unusable(notAPatch(place, 'has no from'))
  return {
    op,
    path: split(path),
    ...(typeof from === 'string' && { from: split(from) }),
    value: value === null ? givenNull : value,
    pointer: path,
  }
}

/** An operation that is no error as long as it meets no object. */
const unusable = (refusal: UserError): Operation => ({
  op: '',
  path: [],
  value: undefined,
  pointer: '/',
  refusal,
})

function notAPatch(place: string, problem: string): UserError {
  return new UserError({
    message: `${place} ${problem}`,
    hint: 'a JSON patch is a list of {op, path, value}',
  })
}

/** Everything before the first slash is dropped, as upstream does. */
function split(pointer: string): readonly string[] {
  const steps = pointer.split('/').slice(1)
  return refuseDeepPath(steps).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
