import { formats } from '../../generator/validate/formats.ts'
import { loadCatalog } from '../../generator/validate/index.ts'
import { customFile, folderOf, nativeFile, type Schema } from '../../generator/validate/schema.ts'
import { assert, describe } from '../harness.ts'
import { catalog, readSchema } from './stored.ts'

const json = (path: string): unknown => JSON.parse(readSchema(path) ?? 'null')

/** Every schema inside a schema, itself included; the branches of logic too. */
function* parts(schema: Schema): Iterable<Schema> {
  yield schema
  const {
    properties = {},
    items,
    additionalProperties,
    allOf = [],
    anyOf = [],
    oneOf = [],
    not,
  } = schema
  const below = [
    ...Object.values(properties),
    ...allOf,
    ...anyOf,
    ...oneOf,
    items,
    not,
    additionalProperties,
  ]
  for (const part of below) if (typeof part === 'object') yield* parts(part)
}

/** Everything that is stored: definitions of all versions, and all custom kinds. */
function stored(): readonly (readonly [where: string, schema: Schema])[] {
  const definitions = ['', 'crds/'].flatMap((folder) => {
    const file = json(`${folder}_definitions.json`) as { definitions: Record<string, Schema> }
    return Object.entries(file.definitions)
  })
  const custom = catalog
    .kinds(catalog.newest)
    .map((kind) => [customFile(kind), json(customFile(kind)) as Schema] as const)
    .filter(([, schema]) => schema !== null)
  return [...definitions, ...custom]
}

describe('schemas', {
  'every kind of every version leads to a definition': () => {
    for (const version of catalog.versions)
      for (const kind of catalog.kinds(version)) {
        const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
        const schema = catalog.schemaOf(apiVersion, kind.kind, version)
        assert.ok(schema, `${apiVersion} ${kind.kind}`)
        for (const part of parts(schema.root))
          if (part.$ref !== undefined) assert.ok(schema.resolve(part.$ref).type, part.$ref)
      }
  },
  'formats are known and patterns compile': () => {
    for (const [where, schema] of stored())
      for (const { format, pattern } of parts(schema)) {
        if (format !== undefined) assert.ok(formats[format], `${where}: ${format}`)
        if (pattern !== undefined) assert.ok(catalog.pattern(pattern), `${where}: ${pattern}`)
      }
  },
  'objects with fields are closed, unless they keep unknown ones': () => {
    const all = stored().flatMap(([where, schema]) =>
      [...parts(schema)].map((part) => [where, part] as const),
    )
    const open = all.filter(
      ([, part]) => part.properties && part.type && part.additionalProperties === undefined,
    )
    for (const [where, part] of open)
      assert.ok(part['x-kubernetes-preserve-unknown-fields'], `${where}: ${JSON.stringify(part)}`)
    assert.ok(all.length - open.length > 5_000, String(all.length))
  },
  'only the files of what is judged are read': () => {
    const read: string[] = []
    const lazy = loadCatalog((path) => {
      read.push(path)
      return readSchema(path)
    })
    lazy
      .schemaOf('v1', 'Service', '1.34')
      ?.resolve('../_definitions.json#/definitions/io.k8s.api.core.v1.Service')
    const folder = folderOf('1.34')
    const service = { group: '', version: 'v1', kind: 'Service', plural: '', namespaced: true }
    assert.equal(read.toSorted(), [
      '_definitions.json',
      '_versions.json',
      'crds/_resources.json',
      `${folder}/_resources.json`,
      `${folder}/${nativeFile(service)}`,
    ])
  },
  'a broken installation says so': () => {
    assert.throws(() => loadCatalog(() => undefined), /schemas\/_versions\.json is missing/)
  },
})
