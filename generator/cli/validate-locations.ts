import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../core/finding.ts'
import { groupOf } from '../core/resource.ts'
import { type Catalog, customKindSchema, type KindSchema } from '../validate/index.ts'

/** What a path without `.json` stands for, as in kubeconform. */
const NATIVE =
  '{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json'

/**
 * A catalog that looks for schemas where `--schema-location` says, in this order, the first hit counting; `default` is what
 * strata stores. Paths and templates are those of kubeconform; nothing is fetched.
 */
export function withLocations(
  catalog: Catalog,
  locations: readonly string[],
  cwd: string,
): Catalog {
  if (locations.length === 0) return catalog
  const templates = locations.map(templateOf)
  const found = new Map<string, KindSchema | undefined>()
  const search = (apiVersion: string, kind: string, version: string): KindSchema | undefined => {
    for (const template of templates) {
      const schema =
        template === 'default'
          ? catalog.schemaOf(apiVersion, kind, version)
          : schemaAt(template, { apiVersion, kind, version }, catalog, cwd)
      if (schema !== undefined) return schema
    }
    return undefined
  }
  return {
    ...catalog,
    schemaOf: (apiVersion, kind, version) => {
      const key = `${version} ${apiVersion} ${kind}`
      if (!found.has(key)) found.set(key, search(apiVersion, kind, version))
      return found.get(key)
    },
  }
}

function templateOf(location: string): string {
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
  if (unknown === undefined) return template
  throw new UserError({
    message: `--schema-location has ${unknown[0]}, which is not known`,
    hint: `use ${FIELDS.map((field) => `{{ .${field} }}`).join(', ')}`,
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
    const file = resolve(cwd, filled(template, asked, strict))
    const text = read(file)
    if (text === undefined) continue
    const { apiVersion, kind } = asked
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
    const stored = catalog.schemaOf(apiVersion, kind, asked.version)?.kind
    const api = stored ?? {
      group: groupOf(apiVersion),
      version,
      kind,
      plural: `${kind.toLowerCase()}s`,
      namespaced: true,
    }
    return customKindSchema(api, parsed(text, file), catalog, (path) =>
      parsedIfThere(join(dirname(file), path)),
    )
  }
  return undefined
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
    Group: group,
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
    throw new UserError(
      { message: `cannot read the schema ${file}`, hint: 'check its permissions' },
      { cause: error },
    )
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(
      {
        message: `the schema ${file} is no JSON: ${(error as Error).message}`,
        hint: 'write it again, or take its folder out of --schema-location',
      },
      { cause: error },
    )
  }
}

function parsedIfThere(file: string): unknown {
  const text = read(file)
  return text === undefined ? undefined : parsed(text, file)
}
