import { UserError } from '../../core/finding.ts'
import { isNull, type Node } from '../../yaml/index.ts'
import {
  asString,
  asText,
  fieldText,
  isMap,
  isMissing,
  type MapNode,
  textOf,
  withField,
} from '../node/node.ts'
import { withElements } from '../node/twins.ts'
import { type FieldSpec, setFields } from '../schema/field-spec.ts'
import { currentId, type Entry, remember, withNode } from './entry.ts'
import { keyOfId, printId } from './id.ts'
import { looksAtNotes, noted } from './notes.ts'
import { noteMark } from './notes-in.ts'

/** Which subjects of bindings get the namespace: those called `default` whatever their kind, every ServiceAccount, or none. */
export const subjectModes = ['defaultOnly', 'allServiceAccounts', 'none'] as const

/** One of them. */
export type Subjects = (typeof subjectModes)[number]

/** Where a namespace goes besides metadata. */
export type Move = {
  readonly namespace: string
  readonly fields: readonly FieldSpec[]
  /** Only where nothing stands yet. */
  readonly unsetOnly?: boolean
  readonly subjects?: Subjects
}

const place: FieldSpec = { path: 'metadata/namespace', create: true }
const helm = `${noteMark}helm-generated`

/** Put objects into a namespace, all but those that helm has placed. Throws UserError when two get one id. */
export function moveObjects(entries: readonly Entry[], move: Move, file: string): readonly Entry[] {
  const moved = entries.map((entry) => {
    const metadata = entry.node.get('metadata')
    const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
    if (fieldText(annotations, helm) === 'true') return entry
    const before = remember(entry)
    return withNode(before, moveObject(before, move))
  })
  const seen = new Set<string>()
  for (const entry of moved) {
    const id = currentId(entry)
    if (seen.has(keyOfId(id)))
      throw new UserError({
        message: `${file}: the namespace ${move.namespace} would hold ${printId(id)} twice`,
        hint: 'two objects differ in their namespace only: give them different names, or keep one outside this kustomization',
      })
    seen.add(keyOfId(id))
  }
  return moved
}

/** One object with the namespace in it, unless its kind is certainly cluster-scoped. */
export function moveObject(entry: Entry, move: Move): MapNode {
  const { schemas } = entry
  const node = move.fields.some(looksAtNotes) ? noted(entry) : entry.node
  const apiVersion = fieldText(node, 'apiVersion')
  const kind = fieldText(node, 'kind')
  const set = (old: Node | undefined): Node =>
    move.unsetOnly && !isMissing(old) && textOf(old) !== '' ? old : asString(old, move.namespace)
  // Where a field would be made, a null loses its tag before anybody looks whether there is something.
  const setMade =
    (made: typeof asString) =>
    (old: Node): Node =>
      move.unsetOnly && isNull(old) && textOf(old) !== '' ? made(old, textOf(old)) : set(old)
  let moved = schemas.isClusterScoped(apiVersion, kind)
    ? node
    : setFields(node, place, setMade(asText), 'scalar')
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    moved = moveSubjects(moved, move.subjects ?? 'defaultOnly', set)
  for (const spec of move.fields)
    if (isMeant(spec, kind, apiVersion))
      moved = setFields(moved, spec, spec.create ? setMade(asString) : set, 'scalar')
  return moved
}

/** The namespace of an object and of binding subjects is set above; names only of v1 objects. */
function isMeant({ path, kind }: FieldSpec, ofKind: string, apiVersion: string): boolean {
  if (path === 'metadata/namespace') return false
  const isBinding = ofKind === 'RoleBinding' || ofKind === 'ClusterRoleBinding'
  if (isBinding && kind?.endsWith('RoleBinding') && path === 'subjects/namespace') return false
  return path !== 'metadata/name' || apiVersion === 'v1'
}

function moveSubjects(
  node: MapNode,
  mode: Subjects,
  set: (old: Node | undefined) => Node,
): MapNode {
  const subjects = node.get('subjects')
  if (isMissing(subjects) || mode === 'none') return node
  if (!Array.isArray(subjects))
    throw new UserError({
      message: `subjects of a ${textOf(node.get('kind'))} is no list`,
      hint: 'write a list of subjects',
    })
  const [field, value] =
    mode === 'defaultOnly' ? (['name', 'default'] as const) : (['kind', 'ServiceAccount'] as const)
  const moved = withElements(subjects, (subject) => {
    if (!isMap(subject) && !isMissing(subject))
      throw new UserError({
        message: `a subject of a ${textOf(node.get('kind'))} is no map`,
        hint: 'a subject has kind, name and namespace',
      })
    const held = isMap(subject) ? subject.get(field) : undefined
    if (isMap(held) || Array.isArray(held))
      throw new UserError({
        message: `the ${field} of a subject of a ${textOf(node.get('kind'))} is no text`,
        hint: 'a subject has kind, name and namespace',
      })
    return isMap(subject) && textOf(held) === value
      ? withField(subject, 'namespace', set(subject.get('namespace') ?? ''))
      : subject
  })
  return withField(node, 'subjects', moved)
}
