import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Definitions, Schema } from '../../generator/validate/schema.ts'
import { readNative } from '../../generator/validate/store/native.ts'
import { assert, describe } from '../harness.ts'
import { storedFiles } from './stored-files.ts'

/**
 * The other opinion about Kubernetes 1.34: what the client of the Kubernetes project for JavaScript, generated elsewhere
 * and from the published specification, knows about fields. It is read as text, since only its tables matter.
 */
const MODELS = join(
  dirname(fileURLToPath(import.meta.resolve('@kubernetes/client-node'))),
  'gen/models',
)
const files = new Set(readdirSync(MODELS))

type Field = { readonly type: string; readonly required: boolean }
type Fields = Readonly<Record<string, Field>>

const ATTRIBUTE = /"baseName": "([^"]+)",\s+"type": "([^"]+)"/g
const REQUIRED = /^ {4}'([^']+)': /gm

function fieldsOf(model: string): Fields {
  const read = (ending: string): string => readFileSync(join(MODELS, `${model}${ending}`), 'utf8')
  const required = new Set(Array.from(read('.d.ts').matchAll(REQUIRED), ([, name]) => name))
  return Object.fromEntries(
    Array.from(read('.js').matchAll(ATTRIBUTE), ([, name = '', type = '']) => [
      name,
      { type, required: required.has(name) || required.has(`_${name}`) },
    ]),
  )
}

/** `V1Pod` of `io.k8s.api.core.v1.Pod`; with its group in front where two groups have one of that name. */
function modelOf(definition: string): string | undefined {
  const [group = '', version = '', name = ''] = definition.split('.').slice(-3)
  const title = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return [`${title(group)}${title(version)}${name}`, `${title(version)}${name}`].find((model) =>
    files.has(`${model}.js`),
  )
}

/** A field of ours in the words of the client. */
function typeOf(schema: Schema, definitions: Definitions): string {
  const ref = schema.$ref ?? (schema.type === undefined ? undefined : schema.allOf?.[0]?.$ref)
  if (ref !== undefined) return typeOfDefinition(ref.slice(ref.lastIndexOf('/') + 1), definitions)
  const [type] = [schema.type].flat()
  if (schema.format === 'int-or-string') return 'IntOrString'
  if (schema.format === 'date-time') return 'Date'
  if (type === 'array') return `Array<${typeOf(schema.items ?? {}, definitions)}>`
  if (type === 'integer') return 'number'
  if (typeof schema.additionalProperties === 'object')
    return `{ [key: string]: ${typeOf(schema.additionalProperties, definitions)}; }`
  return type === 'object' ? 'any' : (type ?? 'any')
}

function typeOfDefinition(name: string, definitions: Definitions): string {
  const definition = definitions[name] ?? {}
  const model = modelOf(name)
  if (name.endsWith('.MicroTime')) return 'V1MicroTime'
  if (definition.properties !== undefined && model !== undefined) return model
  return definition.format === 'quantity' ? 'string' : typeOf(definition, definitions)
}

function compared(): { readonly fields: number; readonly differences: readonly string[] } {
  const definitions = readNative(storedFiles(), '1.34')?.definitions ?? {}
  let fields = 0
  const differences = Object.entries(definitions).flatMap(
    ([name, { properties, required = [] }]) => {
      const model = modelOf(name)
      if (properties === undefined) return []
      if (model === undefined) return [`${name}: the client does not know it`]
      const theirs = fieldsOf(model)
      const names = new Set([...Object.keys(theirs), ...Object.keys(properties)])
      fields += names.size
      return Array.from(names).flatMap((field) => {
        const ours = properties[field]
        const type = ours && typeOf(ours, definitions)
        const own = type && `${type}${required.includes(field) ? '' : '?'}`
        const other = theirs[field] && `${theirs[field].type}${theirs[field].required ? '' : '?'}`
        return own === other ? [] : [`${name}.${field}: ${own} here, ${other} there`]
      })
    },
  )
  return { fields, differences }
}

describe('stored schemas and the client for JavaScript', {
  'know the same fields, of the same types, and need the same ones': () => {
    const { fields, differences } = compared()
    assert.equal(differences, [])
    assert.ok(fields > 2000, String(fields))
  },
})
