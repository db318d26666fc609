import { UserError } from '../../core/finding.ts'
import { currentId, type Entry, remember, withNode } from '../entry.ts'
import { type FieldSpec, setFields } from '../field-spec.ts'
import { keyOfId, printId } from '../id.ts'
import type { Transformer } from '../layer.ts'
import { asString, fieldText, isMap, type MapNode, textOf, withField } from '../node.ts'
import { isClusterScoped } from '../schema.ts'

const place: FieldSpec = { path: 'metadata/namespace', create: true }
const helm = 'internal.config.kubernetes.io/helm-generated'

/** `namespace`: on everything that is not certainly cluster-scoped, in the name of a v1 Namespace, and in binding subjects called `default`. */
export const namespace: Transformer = (entries, { kustomization, tables, file }) => {
  const wanted = kustomization.namespace
  if (!wanted) return entries
  const moved = entries.map((entry) => move(entry, wanted, tables.namespace))
  const seen = new Set<string>()
  for (const entry of moved) {
    const id = currentId(entry)
    if (seen.has(keyOfId(id)))
      throw new UserError({
        message: `${file}: the namespace ${wanted} would hold ${printId(id)} twice`,
        hint: 'two objects differ in their namespace only: give them different names, or keep one outside this kustomization',
      })
    seen.add(keyOfId(id))
  }
  return moved
}

function move(entry: Entry, wanted: string, fields: readonly FieldSpec[]): Entry {
  const { node } = entry
  const metadata = node.get('metadata')
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  if (fieldText(annotations, helm) === 'true') return entry
  const apiVersion = fieldText(node, 'apiVersion')
  const kind = fieldText(node, 'kind')
  const set = (old: Parameters<typeof asString>[0]) => asString(old, wanted)
  let moved = isClusterScoped(apiVersion, kind) ? node : setFields(node, place, set, 'scalar')
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') moved = moveSubjects(moved, wanted)
  for (const spec of fields)
    if (isMeant(spec, kind, apiVersion)) moved = setFields(moved, spec, set, 'scalar')
  return withNode(remember(entry), moved)
}

/** The namespace of an object and of binding subjects is set above; names only of v1 objects. */
function isMeant({ path, kind }: FieldSpec, ofKind: string, apiVersion: string): boolean {
  if (path === 'metadata/namespace') return false
  const isBinding = ofKind === 'RoleBinding' || ofKind === 'ClusterRoleBinding'
  if (isBinding && kind?.endsWith('RoleBinding') && path === 'subjects/namespace') return false
  return path !== 'metadata/name' || apiVersion === 'v1'
}

/** Subjects named `default` are moved, whatever their kind. */
function moveSubjects(node: MapNode, wanted: string): MapNode {
  const subjects = node.get('subjects')
  if (!Array.isArray(subjects)) return node
  const moved = subjects.map((subject) =>
    isMap(subject) && textOf(subject.get('name')) === 'default'
      ? withField(subject, 'namespace', asString(subject.get('namespace'), wanted))
      : subject,
  )
  return withField(node, 'subjects', moved)
}
