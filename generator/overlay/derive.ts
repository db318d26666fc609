import type { Config } from '../core/config.ts'
import { keyOf, type Resource } from '../core/resource.ts'
import type { FileTree } from '../core/tree.ts'
import { isClusterScoped } from '../kustomize/index.ts'
import { printYaml } from '../yaml/index.ts'
import { beforeFields, type Fields, fieldsOf } from './before-fields.ts'
import { changesOf } from './changes-of.ts'
import { distinct, type FieldComments, fieldComments, type Why } from './field-comments.ts'
import { generatorChanges } from './generators.ts'
import { commentText } from './kustomization-text.ts'
import { namedAlone } from './named-alone.ts'
import { type OverlayFiles, overlayFiles } from './overlay-files.ts'
import { type Pairs, pairUp, type Side } from './pair-up.ts'
import { patchesFor } from './patches-for.ts'

/** What derive has to know besides both sides. */
export type DeriveOptions = {
  /** The namespace that the overlay sets. */
  readonly namespace?: string
  /**
   * Who asked for a difference: object by `keyOf` (namespace included), pointer into the wanted object; empty for an object
   * that is added or removed, the list's for an element that is gone. Where a second patch changes the same object, list
   * positions are those between both. A generated ConfigMap goes by its logical name, its data by `/data/<key>`.
   */
  readonly why?: Why
}

/** The difference between a base and what one environment wants, as a kustomization. */
export type Overlay = {
  /** Members of kustomization.yaml besides apiVersion, kind and resources, in the order to print. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Who asked for what labels, images, replicas and configMapGenerator change; nothing for what nobody is known to have asked for. */
  readonly comments: FieldComments
  /** Files that only this overlay has, relative to its folder. */
  readonly files: FileTree
  /** Those of the files that belong under `resources`. */
  readonly resources: readonly string[]
}

/**
 * The smallest readable kustomization that turns `base` into `wanted`: fields that act on many objects, then a
 * strategic merge patch per object, then JSON 6902 for what a merge cannot say.
 */
export function derive(base: Side, wanted: Side, options: DeriveOptions): Overlay {
  refuseMixedConfigs(base, wanted)
  const { namespace } = options
  const pairs = pairUp(base.resources, wanted.resources, namespace)
  const shells = shellsOf(wanted, namespace)
  const configs = pairUp(shellsOf(base, undefined), shells, namespace)
  const all = joined(pairs, configs)
  const fields = fieldsOf(all, namespace)
  const generators = generatorChanges(base.configs, newLabels(fields, wanted.configs, base.configs))
  const files = overlayFiles()
  for (const [path, text] of generators.files) files.put(path, text)
  for (const resource of pairs.added) addObject(files, fields, resource, options)
  for (const pair of [...pairs.kept, ...configs.kept])
    addPatches(files, fields, pair.base, pair.wanted, options)
  for (const resource of [...pairs.removed, ...configs.removed])
    addRemoval(files, resource, options)
  const sides = { base: base.configs, wanted: wanted.configs }
  const { why } = options
  return {
    fields: membersOf(fields, generators.field, files.patches),
    comments: why === undefined ? {} : fieldComments(fields, all, sides, { shells, why }),
    files: files.tree,
    resources: files.resources,
  }
}

/** Whatever has something to say, in the order to print. */
function membersOf(
  fields: Fields,
  generators: readonly unknown[],
  patches: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const { namespace, labels, images } = fields
  return {
    ...(namespace !== undefined && { namespace }),
    ...(Object.keys(labels).length > 0 && { labels: [{ pairs: labels }] }),
    ...(images.entries.length > 0 && { images: images.entries }),
    ...(fields.replicas.size > 0 && { replicas: countsOf(fields) }),
    ...(generators.length > 0 && { configMapGenerator: generators }),
    ...(patches.length > 0 && { patches }),
  }
}

function countsOf({ replicas }: Fields): readonly unknown[] {
  return Array.from(replicas, ([name, count]) => ({ name, count }))
}

function joined(a: Pairs, b: Pairs): Pairs {
  return {
    kept: [...a.kept, ...b.kept],
    added: [...a.added, ...b.added],
    removed: [...a.removed, ...b.removed],
  }
}

/** Generated ConfigMaps as objects without data: their labels change like those of any object. */
function shellsOf({ configs }: Side, namespace: string | undefined): readonly Resource[] {
  return configs.map(({ name, labels }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && Object.keys(labels).length > 0 && { labels }),
    },
  }))
}

/** New configs without the labels that the field `labels` gives them. */
function newLabels(
  fields: Fields,
  wanted: readonly Config[],
  base: readonly Config[],
): readonly Config[] {
  const old = new Set(base.map(({ name }) => name))
  return wanted.map((config) => {
    if (config.labels === undefined || old.has(config.name)) return config
    const own = Object.entries(config.labels).filter(([key]) => !Object.hasOwn(fields.labels, key))
    return { name: config.name, data: config.data, labels: Object.fromEntries(own) }
  })
}

/** Kustomize cannot make a generated ConfigMap of a plain one, or the reverse. */
function refuseMixedConfigs(base: Side, wanted: Side): void {
  const generated = new Set([...base.configs, ...wanted.configs].map(({ name }) => name))
  for (const { apiVersion, kind, metadata } of [...base.resources, ...wanted.resources])
    if (apiVersion === 'v1' && kind === 'ConfigMap' && generated.has(metadata.name))
      throw new Error(`ConfigMap ${metadata.name} is a plain object and a generated one`)
}

function addObject(
  files: OverlayFiles,
  fields: Fields,
  resource: Resource,
  { why = noReason }: DeriveOptions,
): void {
  const text = printYaml(beforeFields(fields, undefined, resource))
  files.addResource(resource, commentText(distinct(why(keyOf(resource), ''))) + text)
}

function addPatches(
  files: OverlayFiles,
  fields: Fields,
  base: Resource,
  wanted: Resource,
  { why }: DeriveOptions,
): void {
  const target = beforeFields(fields, base, wanted)
  const { strategic, merged, operations } = patchesFor(base, target)
  if (strategic === undefined && operations.length === 0) return
  const reasons = (from: unknown, to: unknown): readonly string[] => {
    if (why === undefined) return []
    const changes = changesOf(wanted, from, to, { align: true })
    return distinct(changes.flatMap(({ list, pointer }) => why(keyOf(wanted), list ?? pointer)))
  }
  if (strategic !== undefined) {
    const comments = [...reasons(base, merged), ...namedAlone(base, base, strategic)]
    files.addMerge(wanted, commentText(comments) + printYaml(strategic))
  }
  if (operations.length > 0)
    files.addJson6902(wanted, commentText(reasons(merged, target)) + printYaml(operations))
}

function addRemoval(
  files: OverlayFiles,
  resource: Resource,
  { namespace, why = noReason }: DeriveOptions,
): void {
  const { apiVersion, kind, metadata } = resource
  const placed =
    namespace === undefined || isClusterScoped(apiVersion, kind)
      ? resource
      : { ...resource, metadata: { ...metadata, namespace } }
  const patch = { apiVersion, kind, metadata: { name: metadata.name }, $patch: 'delete' }
  files.addMerge(resource, commentText(distinct(why(keyOf(placed), ''))) + printYaml(patch))
}

const noReason = (): readonly string[] => []
