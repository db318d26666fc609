import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AggregatedKind, PublishedCustom } from '../generator/validate/store/custom.ts'
import { definitionsText, reachable } from '../generator/validate/store/definitions.ts'
import { normalizeDefinitions, type Published } from '../generator/validate/store/normalize.ts'
import { folderOf, kindsOf } from './modules.ts'
import type { Release } from './sources.ts'

/**
 * Kinds with definitions, as of the newest release, with what older ones have instead where it differs: clusters up
 * to the last release that has it look into that release's folder.
 */
export async function definedByReleases(
  releases: readonly Release[],
): Promise<readonly PublishedCustom[]> {
  const all = await Promise.all(
    releases.map(async (release) => [release, await kindsOf(release)] as const),
  )
  const [, newest = []] = all.at(-1) ?? []
  return newest.map((kind) => {
    const older: { until: string; folder: string; schema: Published }[] = []
    let later = withoutTexts(kind.schema)
    for (const [{ openshift, kubernetes }, kinds] of all.slice(0, -1).toReversed()) {
      const schema = kinds.find((k) => k.kind === kind.kind)?.schema ?? {}
      const plain = withoutTexts(schema)
      if (plain !== later)
        older.unshift({ until: kubernetes, folder: `openshift-${openshift}`, schema })
      later = plain
    }
    return { ...kind, older }
  })
}

/** A schema as text without its descriptions; a property of that name has a schema, not a text. */
function withoutTexts(schema: Published): string {
  return JSON.stringify(schema, (key, value) =>
    key === 'description' && typeof value === 'string' ? undefined : value,
  )
}

const kind = (
  group: string,
  name: string,
  subresources: readonly string[] = [],
  namespaced = true,
): AggregatedKind => ({
  group: `${group}.openshift.io`,
  version: 'v1',
  kind: name,
  plural: `${name.toLowerCase()}s`,
  namespaced,
  ...(subresources.length > 0 ? { subresources } : {}),
  definition: `com.github.openshift.api.${group}.v1.${name}`,
})

/** Kinds of OpenShift's own API servers: no definitions, but types in Go, whose OpenAPI the module holds. */
export const AGGREGATED: readonly AggregatedKind[] = [
  kind('apps', 'DeploymentConfig', ['instantiate', 'log', 'rollback', 'scale', 'status']),
  kind('build', 'Build', ['clone', 'details', 'log']),
  kind('build', 'BuildConfig', ['instantiate', 'instantiatebinary', 'webhooks']),
  kind('image', 'ImageStream', ['layers', 'secrets', 'status']),
  kind('image', 'ImageStreamTag'),
  kind('image', 'ImageTag'),
  kind('project', 'Project', [], false),
  kind('project', 'ProjectRequest', [], false),
  kind('template', 'Template'),
  kind('template', 'TemplateInstance', ['status']),
]

/**
 * The text of the definitions that those kinds need; Kubernetes' own are those of the release's Kubernetes minor. The
 * releases differ in required fields of `status` only, which no server asks for, so the newest one speaks for all.
 */
export async function aggregatedText(
  release: Release,
  nameIn: (minor: string, name: string) => string,
): Promise<string> {
  const file = join(await folderOf(release), 'openapi/openapi.json')
  const { definitions: published } = JSON.parse(readFileSync(file, 'utf8')) as {
    definitions: Record<string, Published>
  }
  const all = normalizeDefinitions({ native: true, published })
  const needed = Object.entries(
    reachable(
      all,
      AGGREGATED.map(({ definition }) => definition),
    ),
  )
  const own = needed.filter(([name]) => !name.startsWith('io.k8s.'))
  return definitionsText(Object.fromEntries(own)).replaceAll(
    /"\$ref":"#\/definitions\/(io\.k8s\.[^"]+)"/g,
    (_, name: string) =>
      `"$ref":"../_definitions.json#/definitions/${nameIn(release.kubernetes, name)}"`,
  )
}
