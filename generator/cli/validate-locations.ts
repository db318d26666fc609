import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../core/finding.ts'
import { groupOf } from '../core/resource.ts'
import { remedyOf } from '../io/as-user-error.ts'
import { folderReader } from '../io/schema-reader.ts'
import {
  type Catalog,
  customKindSchema,
  type KindSchema,
  loadCatalog,
  unusableKind,
} from '../validate/index.ts'

/** What a path without `.json` stands for, as in kubeconform. */
const NATIVE =
  '{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json'

/**
 * A catalog that looks for schemas where `--schema-location` says, in this order, the first hit counting; `default` is what
 * strata stores, and a folder that `strata schemas pull` made tells its versions and kinds itself. Other paths and
 * templates are those of kubeconform; nothing is fetched.
 */
export function withLocations(
  catalog: Catalog,
  locations: readonly string[],
  cwd: string,
): Catalog {
  if (locations.length === 0) return catalog
  const places = locations.map((location) => pulledAt(location, cwd) ?? templateOf(location, cwd))
  const templates = places.filter((place) => typeof place === 'string')
  const pulled = places.filter((place) => typeof place !== 'string')
  const found = new Map<string, KindSchema | undefined>()
  const search = (apiVersion: string, kind: string, version: string): KindSchema | undefined => {
    for (const place of places) {
      const known = place === 'default' ? catalog : place
      const schema =
        typeof known === 'string'
          ? schemaAt(known, { apiVersion, kind, version }, catalog, cwd)
          : known.schemaOf(apiVersion, kind, version)
      if (schema !== undefined) return schema
    }
    return undefined
  }
  const told = templates.includes('default') ? [catalog, ...pulled] : pulled
  return {
    ...catalog,
    stored: catalog,
    versions: minorsOf([catalog, ...pulled]),
    newest: minorsOf(told).at(-1) ?? catalog.newest,
    kinds: (version) => [catalog, ...pulled].flatMap((one) => one.kinds(version)),
    searched: (apiVersion, kind, version) =>
      templates
        .filter((template) => template !== 'default')
        .map((template) => filled(template, { apiVersion, kind, version }, '-strict')),
    schemaOf: (apiVersion, kind, version) => {
      const key = `${version} ${apiVersion} ${kind}`
      if (!found.has(key)) found.set(key, search(apiVersion, kind, version))
      return found.get(key)
    },
  }
}

/** The versions that any of the catalogs knows, the oldest first. */
function minorsOf(catalogs: readonly Catalog[]): readonly string[] {
  const minor = (version: string): number => Number(version.split('.')[1])
  const all = new Set(catalogs.flatMap(({ versions }) => versions))
  return [...all].toSorted((a, b) => minor(a) - minor(b))
}

/** The catalog of a folder that was pulled. */
function pulledAt(location: string, cwd: string): Catalog | undefined {
  const folder = resolve(cwd, location)
  if (location === 'default' || !existsSync(join(folder, '_versions.json'))) return undefined
  const catalog = loadCatalog(folderReader(folder), (path, why) => {
    const message = `the schema folder ${location} is broken: ${path} ${why}`
    return new UserError({ message, hint: 'write it again with strata schemas pull' })
  })
  return {
    ...catalog,
    schemaOf: (...asked) => {
      const schema = catalog.schemaOf(...asked)
      return schema && { ...schema, isForeign: true }
    },
  }
}

function templateOf(location: string, cwd: string): string {
  if (location === 'default') return location
  if (/^https?:/.test(location))
    throw new UserError({
      message: `--schema-location ${location} is an address: strata validate uses no network`,
      hint: 'download the schemas once and name their folder',
    })
  const template = location.endsWith('json') ? location : `${location.replace(/\/$/, '')}/${NATIVE}`
  const unknown = [...template.matchAll(/\{\{\s*(.*?)\s*\}\}/g)].find(
    ([, action = '']) => !FIELDS.includes(action.replace(/^\./, '')),
  )
  if (unknown === undefined) {
    refuseMissing(template, location, cwd)
    return template
  }
  throw new UserError({
    message: `--schema-location has ${unknown[0]}, which is not known`,
    hint: `use ${FIELDS.map((field) => `{{ .${field} }}`).join(', ')}`,
  })
}

/** What stands before the first field must be there: a typing error would hide every schema below it. */
function refuseMissing(template: string, location: string, cwd: string): void {
  const [fixed = ''] = template.split('{{')
  const folder = fixed === template ? template : fixed.slice(0, fixed.lastIndexOf('/') + 1)
  if (existsSync(resolve(cwd, folder))) return
  throw new UserError({
    message: `--schema-location ${location}: there is no ${folder}`,
    hint: 'correct the path; it counts from the current folder',
  })
}

const FIELDS = [
  'NormalizedKubernetesVersion',
  'StrictSuffix',
  'ResourceKind',
  'ResourceAPIVersion',
  'Group',
  'KindSuffix',
]

type Asked = { readonly apiVersion: string; readonly kind: string; readonly version: string }

/** Strict schemas first; a catalog that has only open ones is used as it is. */
function schemaAt(
  template: string,
  asked: Asked,
  catalog: Catalog,
  cwd: string,
): KindSchema | undefined {
  for (const strict of ['-strict', '']) {
    const shown = filled(template, asked, strict)
    const found = kindAt({ shown, file: resolve(cwd, shown) }, asked, catalog)
    if (found !== undefined) return found
  }
  return undefined
}

type Located = { readonly shown: string; readonly file: string }

/** A schema that cannot be used is said of the objects that it is for; the others are judged. */
function kindAt({ shown, file }: Located, asked: Asked, catalog: Catalog): KindSchema | undefined {
  const { apiVersion, kind } = asked
  const api = catalog.schemaOf(apiVersion, kind, asked.version)?.kind ?? {
    group: groupOf(apiVersion),
    version: apiVersion.slice(apiVersion.indexOf('/') + 1),
    kind,
    plural: `${kind.toLowerCase()}s`,
    namespaced: true,
  }
  const wrong = (mistake: string): KindSchema =>
    unusableKind(api, catalog, `the schema ${shown} cannot be used: ${mistake}`)
  try {
    const schema = parsedIfThere(file)
    if (schema === undefined) return undefined
    const found = customKindSchema(api, schema, catalog, (path) =>
      parsedIfThere(join(dirname(file), path)),
    )
    return found.mistake === undefined ? found : wrong(found.mistake)
  } catch (error) {
    if (error instanceof UserError || error instanceof SyntaxError) return wrong(error.message)
    throw error
  }
}

function filled(template: string, { apiVersion, kind, version }: Asked, strict: string): string {
  const group = groupOf(apiVersion)
  const resourceVersion = apiVersion.slice(apiVersion.indexOf('/') + 1)
  const label = group === '' ? '' : `-${group.split('.')[0]}`
  const values: Readonly<Record<string, string>> = {
    NormalizedKubernetesVersion: `v${version}.0`,
    StrictSuffix: strict,
    ResourceKind: kind.toLowerCase(),
    ResourceAPIVersion: resourceVersion,
    Group: group === '' ? resourceVersion : group, // as kubeconform has it
    KindSuffix: `${label}-${resourceVersion}`,
  }
  return template.replace(
    /\{\{\s*\.(\w+)\s*\}\}/g,
    (whole, field: string) => values[field] ?? whole,
  )
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined
    const [said, hint] = remedyOf(error)
    throw new UserError({ message: said, hint }, { cause: error })
  }
}

function parsedIfThere(file: string): unknown {
  const text = read(file)
  return text === undefined ? undefined : JSON.parse(text)
}
