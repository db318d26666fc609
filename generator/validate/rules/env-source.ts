import { wrongEnvName } from '../env-name.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn, textOf } from '../fields.ts'
import { isDivisor, isField, isResource } from '../pod-fields.ts'
import { containerRule, type Mistake } from '../rule-shapes.ts'

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']

const env = (variable: object) => exampleDeployment({ env: [{ name: 'POD', ...variable }] })

export const envSource = containerRule({
  id: 'env-source',
  severity: 'error',
  when: {
    pod: [
      ['spec/C/env/*', (variable) => !isPlain(fieldsAt(variable))],
      ['spec/C/envFrom/*', (source) => !isPlainSource(fieldsAt(source))],
    ],
  },
  summary:
    'An environment variable has a name, and a value or one source of it, from a field that pods have.',
  why: 'The API server refuses the object.',
  hint: 'keep value or one member of valueFrom',
  *mistakes({ fields, pointer }, { kubernetes }) {
    for (const [index, variable] of mapsOf(fields.env)) {
      yield* nameMistakes(variable.name, `${pointer}/env/${index}/name`, kubernetes)
      yield* variableMistakes(variable, `${pointer}/env/${index}`)
    }
    for (const [index, source] of mapsOf(fields.envFrom)) {
      if (textOf(source.prefix) !== undefined)
        yield* nameMistakes(source.prefix, `${pointer}/envFrom/${index}/prefix`, kubernetes)
      const kinds = setIn(source, ['configMapRef', 'secretRef'])
      const at = `${pointer}/envFrom/${index}`
      if (kinds.length !== 1)
        yield { pointer: at, message: `has an envFrom with ${kinds.length} sources` }
      for (const kind of kinds)
        if (textOf(fieldsAt(source, kind).name) === undefined)
          yield {
            pointer: `${at}/${kind}/name`,
            message: `has an envFrom whose ${kind} has no name`,
          }
    }
  },
  examples: () => ({
    good: [env({ valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } })],
    bad: [env({ value: 'tiles', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } })],
  }),
})

function* nameMistakes(name: unknown, pointer: string, kubernetes: string): Iterable<Mistake> {
  const wrong = typeof name === 'string' ? wrongEnvName(name, kubernetes) : undefined
  if (wrong !== undefined)
    yield { pointer, message: `has a variable that is called "${name}", ${wrong}` }
}

function* variableMistakes(variable: Fields, pointer: string): Iterable<Mistake> {
  const { name, value, valueFrom } = variable
  if (valueFrom == null) return
  if (textOf(value) !== undefined) {
    yield { pointer: `${pointer}/valueFrom`, message: `has ${name} with value and valueFrom` }
    return
  }
  const sources = setIn(fieldsAt(valueFrom), SOURCES)
  if (sources.length !== 1)
    yield { pointer: `${pointer}/valueFrom`, message: `has ${name} with ${sources.length} sources` }
  for (const source of sources)
    yield* sourceMistakes(fieldsAt(valueFrom, source), source, `${pointer}/valueFrom/${source}`)
}

function* sourceMistakes(fields: Fields, source: string, pointer: string): Iterable<Mistake> {
  const path = textOf(fields.fieldPath)
  if (source === 'fieldRef' && path !== undefined && !isField(path))
    yield {
      pointer: `${pointer}/fieldPath`,
      message: `asks for ${path}, which is no field of a pod`,
    }
  const resource = textOf(fields.resource)
  if (source === 'resourceFieldRef' && resource !== undefined && !isResource(resource))
    yield { pointer: `${pointer}/resource`, message: `asks for ${resource}, which is no resource` }
  if (resource !== undefined && !isDivisor(fields.divisor, resource))
    yield {
      pointer: `${pointer}/divisor`,
      message: `divides ${resource} by ${fields.divisor}: only 1 or 1m of cpu, or a unit of bytes`,
    }
  if (source.endsWith('KeyRef'))
    for (const field of source === 'fileKeyRef' ? ['key'] : ['name', 'key'])
      if (textOf(fields[field]) === undefined)
        yield { pointer: `${pointer}/${field}`, message: `has a ${source} without ${field}` }
}

/** A quick look that finds nothing wrong with nearly all variables, on any server. */
function isPlain({ name, value, valueFrom }: Fields): boolean {
  if (typeof name === 'string' && !PLAIN_NAME.test(name)) return false
  return valueFrom == null || (textOf(value) === undefined && isPlainReference(fieldsAt(valueFrom)))
}

const PLAIN_NAME = /^[-_a-zA-Z][-._a-zA-Z0-9]*$/

/** A key of one Secret or one ConfigMap. */
function isPlainReference(source: Fields): boolean {
  let count = 0
  for (const field of SOURCES) if (source[field] != null) count++
  const { name, key } = fieldsAt(source.secretKeyRef ?? source.configMapKeyRef)
  return count === 1 && textOf(name) !== undefined && textOf(key) !== undefined
}

function isPlainSource({ prefix, configMapRef, secretRef }: Fields): boolean {
  const isOne = (configMapRef == null) !== (secretRef == null)
  const named = textOf(fieldsAt(configMapRef ?? secretRef).name) !== undefined
  return isOne && named && textOf(prefix) === undefined
}
