import { type Problem, UserError } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import { readNodes, toJson } from '../../yaml/index.ts'
import { compareBytes } from '../node/go-json.ts'
import { foldCase } from '../read/decode.ts'
import { misfitOfDefinition } from './check-swagger.ts'
import { duplicateName } from './duplicate-name.ts'
import type { FieldSpec } from './field-spec.ts'
import { emptyTables, type FieldTables, mergeTables, type NameReference } from './field-tables.ts'

type Json = Readonly<Record<string, unknown>>
type Properties = Readonly<Record<string, Json>>

/** Definitions of kinds by name, as the field `crds` wants them: not CustomResourceDefinitions. */
type Definitions = ReadonlyMap<string, Properties>

/** What a file of `crds` adds to the tables: fields marked with `x-kubernetes-…` in its definitions. Throws UserError. */
export function readCrds(text: string, file: string): FieldTables {
  const definitions = definitionsOf(text, file)
  let tables = emptyTables
  for (const [name, properties] of definitions) {
    if (!['kind', 'apiVersion', 'metadata'].every((field) => Object.hasOwn(properties, field)))
      continue
    const kind = name.slice(name.lastIndexOf('.') + 1)
    tables = mergeTables(tables, tablesOf(name, { kind, definitions, file }))
  }
  return tables
}

type Kind = { readonly kind: string; readonly definitions: Definitions; readonly file: string }

/** Which mark of a field adds it to which table. */
const marks = {
  annotation: 'commonAnnotations',
  'label-selector': 'commonLabels',
  identity: 'namePrefix',
} as const

function tablesOf(name: string, of: Kind): FieldTables {
  const found = { commonAnnotations: [], commonLabels: [], namePrefix: [] } as Record<
    (typeof marks)[keyof typeof marks],
    FieldSpec[]
  >
  const nameReference: NameReference[] = []
  for (const [path, property] of propertiesOf(name, of, [], new Set())) {
    const spec = { kind: of.kind, path: path.join('/'), create: false }
    for (const [mark, table] of Object.entries(marks))
      if (textAt(property, mark) !== undefined) found[table].push(spec)
    nameReference.push(...referenceOf(property, spec))
  }
  return mergeTables(emptyTables, { ...emptyTables, ...found, nameReference })
}

/** Every property below a definition, through references. Throws UserError when they go round in a circle. */
function propertiesOf(
  name: string,
  of: Kind,
  path: readonly string[],
  open: ReadonlySet<string>,
): readonly (readonly [path: readonly string[], property: Json])[] {
  if (open.has(name)) throw circular(name, of.file)
  const within = new Set([...open, name])
  return Object.entries(of.definitions.get(name) ?? {}).flatMap(([field, property]) => {
    const here = [...path, field]
    const { $ref } = property
    const below = typeof $ref === 'string' ? propertiesOf($ref, of, here, within) : []
    return [[here, property] as const, ...below]
  })
}

/** The field that holds the name of another object, `name` below the property unless it says otherwise. */
function referenceOf(property: Json, spec: FieldSpec): readonly NameReference[] {
  const version = textAt(property, 'object-ref-api-version')
  const kind = textAt(property, 'object-ref-kind')
  if (version === undefined || kind === undefined) return []
  const name = textAt(property, 'object-ref-name-key') ?? 'name'
  return [{ target: { kind, version }, fieldSpecs: [{ ...spec, path: `${spec.path}/${name}` }] }]
}

function textAt(property: Json, mark: string): string | undefined {
  const value = property[`x-kubernetes-${mark}`]
  return typeof value === 'string' ? value : undefined
}

function definitionsOf(text: string, file: string): Definitions {
  const isWritten = text.startsWith('{')
  const document = isWritten ? parse(text, file) : readYaml(text, file)
  if (document === null && text !== '') return new Map()
  if (!isJson(document)) throw noDefinitions(file, 'it holds no map')
  return new Map(
    Object.entries(document).map(([name, definition]) => {
      if (definition !== null && !isJson(definition))
        throw noDefinitions(file, `${name} is no definition`)
      const schemas = fieldsOf(definition ?? {}, 'schema', isWritten)
      const dependencies = fieldsOf(definition ?? {}, 'dependencies', isWritten)
      const misfit = misfitOfDefinition({ schemas, dependencies }, pointerTo('', name))
      if (misfit !== undefined)
        throw noDefinitions(file, `at ${misfit} stands something else than there should`)
      const schema = schemas.at(-1)
      const properties = isJson(schema) ? schema.properties : undefined
      const own = isJson(properties) ? Object.entries(properties) : []
      return [name, Object.fromEntries(own.map(([field, p]) => [field, isJson(p) ? p : {}]))]
    }),
  )
}

/** A field whatever the case of its letters, in the order in which Go reads its spellings: YAML comes to it sorted. */
function fieldsOf(json: Json, name: string, isWritten: boolean): readonly unknown[] {
  const spellings = Object.keys(json).filter((written) => foldCase(written) === name)
  return (isWritten ? spellings : spellings.sort(compareBytes)).map((spelling) => json[spelling])
}

function readYaml(text: string, file: string): unknown {
  const [first = null] = readNodes(text, file, 'config', {
    duplicateKeys: 'last',
    documents: 'first',
  })
  return toJson(first)
}

function parse(text: string, file: string): unknown {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw noDefinitions(file, (error as Error).message)
  }
  const twice = duplicateName(text, ([, field]) => foldCase(field ?? '') === 'schema')
  if (twice === undefined) return parsed
  throw noDefinitions(file, `the name ${JSON.stringify(twice)} is there twice in a schema`)
}

function noDefinitions(file: string, why: string): UserError {
  const problem: Problem = {
    message: `${file}, which crds names, has no OpenAPI definitions: ${why}`,
    hint: 'crds wants definitions that map type names to {Schema: …}; list CustomResourceDefinitions under resources, and write field paths under configurations',
  }
  return new UserError(problem)
}

function circular(name: string, file: string): UserError {
  return new UserError({
    message: `${file}: the definition ${name} contains itself`,
    hint: 'kustomize cannot read that; write the field paths under configurations instead',
  })
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
