import { pointerTo } from '../../core/pointer.ts'
import { isUrl } from './is-url.ts'

/** Where a value is not of the kind that an OpenAPI document has there, as a JSON pointer; nothing when it is. */
type Check = (value: unknown, at: string) => string | undefined

/** What Go's types for OpenAPI 2 cannot hold, wherever it stands: upstream reads the whole document into them. `null` fits everywhere. */
export function misfitOfSwagger(document: unknown): string | undefined {
  return swagger(document, '')
}

/** The same for a definition of `crds`: a schema, and the names of others, each perhaps in several spellings. */
export function misfitOfDefinition(
  { schemas, dependencies }: Readonly<Record<'schemas' | 'dependencies', readonly unknown[]>>,
  at: string,
): string | undefined {
  const found = [
    ...schemas.map((one) => schema(one, `${at}/Schema`)),
    ...dependencies.map((one) => texts(one, `${at}/Dependencies`)),
  ]
  return found.find((misfit) => misfit !== undefined)
}

const kind =
  (fits: (value: unknown) => boolean): Check =>
  (value, at) =>
    value === null || fits(value) ? undefined : at
const text = kind((value) => typeof value === 'string')
const flag = kind((value) => typeof value === 'boolean')
const number = kind((value) => typeof value === 'number')
const integer = kind(Number.isInteger)
const anything: Check = () => undefined
/** Anything that is no text is passed over. */
const address: Check = (value, at) => (typeof value !== 'string' || isUrl(value) ? undefined : at)

const either =
  (isFirst: (value: unknown) => boolean, first: Check, second: Check): Check =>
  (value, at) =>
    (isFirst(value) ? first : second)(value, at)

const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (value === null) return undefined
    return Array.isArray(value) ? firstIn(value.entries(), () => check, at) : at
  }

const mapOf =
  (check: Check): Check =>
  (value, at) =>
    isMap(value) ? firstIn(Object.entries(value), () => check, at) : value === null ? undefined : at

const mapWith =
  (fields: () => Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    const known = fields()
    const checkOf = (name: string) => (Object.hasOwn(known, name) ? known[name] : undefined)
    return isMap(value)
      ? firstIn(Object.entries(value), (name) => checkOf(String(name)) ?? anything, at)
      : value === null
        ? undefined
        : at
  }

function firstIn(
  entries: Iterable<readonly [string | number, unknown]>,
  checkOf: (name: string | number) => Check,
  at: string,
): string | undefined {
  for (const [name, value] of entries) {
    const found = checkOf(name)(value, pointerTo(at, String(name)))
    if (found !== undefined) return found
  }
  return undefined
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const texts = listOf(text)
const isFlag = (value: unknown) => typeof value === 'boolean'
const all = (check: Check, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, check]))

const schema: Check = mapWith(() => schemaFields)
const schemaOrFlag = either(isFlag, flag, schema)
const schemas = mapOf(schema)

const schemaFields: Readonly<Record<string, Check>> = {
  ...all(text, ['id', 'description', 'format', 'title', 'pattern', 'discriminator']),
  ...all(number, ['maximum', 'minimum', 'multipleOf']),
  ...all(integer, ['maxLength', 'minLength', 'maxItems', 'minItems']),
  ...all(integer, ['maxProperties', 'minProperties']),
  ...all(flag, ['nullable', 'exclusiveMaximum', 'exclusiveMinimum', 'uniqueItems', 'readOnly']),
  ...all(listOf(schema), ['allOf', 'anyOf', 'oneOf']),
  ...all(schemas, ['properties', 'patternProperties', 'definitions']),
  ...all(schemaOrFlag, ['additionalProperties', 'additionalItems']),
  type: either(Array.isArray, texts, text),
  enum: listOf(anything),
  required: texts,
  items: (value, at) =>
    Array.isArray(value) ? listOf(schema)(value, at) : isMap(value) ? schema(value, at) : undefined,
  not: schema,
  ...all(address, ['$ref', '$schema']),
  dependencies: mapOf(either(Array.isArray, texts, schema)),
  externalDocs: mapWith(() => ({ description: text, url: text })),
}

const operation = mapWith(() => ({
  ...all(text, ['description', 'summary', 'operationId']),
  ...all(texts, ['consumes', 'produces', 'schemes', 'tags']),
  deprecated: flag,
  externalDocs: schemaFields.externalDocs ?? anything,
  security: listOf(mapOf(texts)),
  parameters: listOf(mapWith(() => ({}))),
  responses: mapWith(() => ({})),
}))

const path = mapWith(() => ({
  ...all(operation, ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']),
  parameters: listOf(mapWith(() => ({}))),
}))

const swagger = mapWith(() => ({
  ...all(text, ['id', 'swagger', 'host', 'basePath']),
  ...all(texts, ['consumes', 'produces', 'schemes']),
  info: mapWith(() => all(text, ['title', 'description', 'termsOfService', 'version'])),
  paths,
  definitions: schemas,
  ...all(mapOf(mapWith(() => ({}))), ['parameters', 'responses', 'securityDefinitions']),
  security: listOf(mapOf(texts)),
  tags: listOf(mapWith(() => ({ name: text, description: text }))),
  externalDocs: schemaFields.externalDocs ?? anything,
}))

/** Only what begins with a slash is a path. */
const paths: Check = (value, at) =>
  isMap(value)
    ? firstIn(
        Object.entries(value).filter(([name]) => name.startsWith('/')),
        () => path,
        at,
      )
    : value === null
      ? undefined
      : at
