import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import type { PublishedCustom } from './custom.ts'
import type { Published } from './normalize.ts'

/** The served versions of a CustomResourceDefinition (`apiextensions.k8s.io/v1`) that carry a schema. */
export function definedKinds(definition: unknown): readonly PublishedCustom[] {
  const spec = fieldsAt(definition, 'spec')
  const names = fieldsAt(spec, 'names')
  const [group, kind, plural] = [spec.group, names.kind, names.plural].map(textOf)
  if (group === undefined || kind === undefined || plural === undefined) return []
  return mapsOf(spec.versions).flatMap(([, { name, schema, served, deprecated }]) => {
    const published: Published = fieldsAt(schema, 'openAPIV3Schema')
    const version = textOf(name)
    if (version === undefined || served === false || Object.keys(published).length === 0) return []
    return {
      ...{ group, version, kind, plural, namespaced: spec.scope !== 'Cluster' },
      ...(deprecated === true ? { deprecated } : {}),
      schema: published,
    }
  })
}
