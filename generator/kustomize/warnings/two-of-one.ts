import type { Problem } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { fieldText, isMap, isMissing, type MapNode } from '../node/node.ts'
import { type Container, podOf } from './pods.ts'
import type { Survey } from './survey.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (patch: string) => ({
  'kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: volume.yaml}]\n',
  'web.yaml': `${header('v1', 'Pod', 'web')}spec:\n  containers: [{name: web, image: "web:1"}]\n  volumes: [{name: data, emptyDir: {}}]\n`,
  'volume.yaml': `${header('v1', 'Pod', 'web')}spec:\n  volumes:\n  - name: data\n    persistentVolumeClaim: {claimName: data}\n${patch}`,
})

/** What a patch must take away when it puts another member of a union in. */
export const twoOfOne: Warning = {
  id: 'kustomize/two-of-one',
  summary: 'After a patch a field holds two things of which there may be one.',
  why: 'Strategic merge adds the new volume source, probe or strategy beside the old one. The API server refuses the object.',
  hint: 'set the old one to null in the patch',
  example: { bad: tree(''), good: tree('    emptyDir: null\n') },
  checkObject: ({ entry, containers }, survey) => {
    if (entry.patches.length === 0) return undefined
    const found = unionsOf(entry.node, containers)
    return found.length === 0 ? undefined : found.map((union) => problemFor(entry, union, survey))
  },
}

type Union = { readonly what: string; readonly members: readonly string[] }

function problemFor(
  entry: Entry,
  { what, members }: Union,
  { placeOf, readings }: Survey,
): Problem {
  const word = new RegExp(`\\b(?:${members.join('|')})\\b`)
  const from = entry.patches.findLast((patch) => word.test(readings.text(patch)))
  return problemOf(
    twoOfOne,
    `${what} of ${printId(currentId(entry))} has ${members.join(' and ')} after ${from ?? entry.patches.at(-1)}`,
    { place: placeOf(from ?? entry.patches.at(-1) ?? entry.origin, word) },
  )
}

/** Fields with several members of which one is allowed. */
function unionsOf(object: MapNode, containers: readonly Container[]): readonly Union[] {
  const found: Union[] = []
  const look: Look = (node, fields, what) => {
    if (count(node, fields) > 1) found.push({ what: what(), members: present(node, fields) })
  }
  const spec = object.get('spec')
  const strategy = isMap(spec) ? spec.get('strategy') : undefined
  if (fieldText(strategy, 'type') === 'Recreate')
    look(strategy, ['type', 'rollingUpdate'], () => 'strategy Recreate')
  for (const volume of listOf(podOf(object)?.get('volumes')))
    if (isMap(volume) && volume.size > 2)
      look(volume, sourcesOf(volume), () => `volume ${JSON.stringify(fieldText(volume, 'name'))}`)
  for (const { node } of containers) lookAtContainer(node, look)
  return found
}

type Look = (node: Node | undefined, fields: Iterable<string>, what: () => string) => void

function lookAtContainer(container: MapNode, look: Look): void {
  const named = () => `container ${JSON.stringify(fieldText(container, 'name'))}`
  for (const probe of probes) {
    const node = container.get(probe)
    if (isMap(node) && node.size > 1) look(node, handlers, () => `${probe} of ${named()}`)
  }
  for (const variable of listOf(container.get('env')))
    if (isMap(variable) && variable.size > 2)
      look(variable, values, () => `variable ${fieldText(variable, 'name')} of ${named()}`)
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe']
const handlers = ['exec', 'grpc', 'httpGet', 'tcpSocket']
const values = ['value', 'valueFrom']

function sourcesOf(volume: MapNode): readonly string[] {
  return [...volume.keys()].filter((key) => key !== 'name' && !key.startsWith('$'))
}

function count(node: Node | undefined, fields: Iterable<string>): number {
  let found = 0
  if (isMap(node)) for (const field of fields) if (!isMissing(node.get(field))) found++
  return found
}

function present(node: Node | undefined, fields: Iterable<string>): readonly string[] {
  return isMap(node) ? [...fields].filter((field) => !isMissing(node.get(field))) : []
}

function listOf(node: Node | undefined): readonly Node[] {
  return Array.isArray(node) ? node : none
}

const none: readonly Node[] = []
