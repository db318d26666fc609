import type { Node } from '../../yaml/index.ts'
import { fieldText, isMap, type MapNode } from '../node/node.ts'

/** Where the kinds of Kubernetes keep their pods. */
const template = ['spec', 'template', 'spec']
const paths: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', ['spec']],
  ['PodTemplate', ['template', 'spec']],
  ['CronJob', ['spec', 'jobTemplate', ...template]],
  ...[
    ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'],
  ].map((kind) => [kind, template] as const),
])

/** The spec of the pod that an object describes. */
export function podOf(object: MapNode): MapNode | undefined {
  let at: Node | undefined = object
  const path = paths.get(fieldText(object, 'kind'))
  if (path === undefined) return undefined
  for (const step of path) at = isMap(at) ? at.get(step) : undefined
  return isMap(at) ? at : undefined
}

/** One container of a pod. */
export type Container = {
  readonly node: MapNode
  readonly field: 'initContainers' | 'containers'
  readonly index: number
}

const none: readonly Container[] = []

/** Every container of the pod of an object, in the order in which they run. */
export function containersOf(object: MapNode): readonly Container[] {
  const pod = podOf(object)
  if (pod === undefined) return none
  const found: Container[] = []
  for (const field of ['initContainers', 'containers'] as const) {
    const list = pod.get(field)
    if (!Array.isArray(list)) continue
    for (let index = 0; index < list.length; index++) {
      const node = list[index]
      if (isMap(node)) found.push({ node, field, index })
    }
  }
  return found
}

/** The JSON pointer to a container of an object. */
export function pointerToContainer(object: MapNode, { field, index }: Container): string {
  return `/${(paths.get(fieldText(object, 'kind')) ?? []).join('/')}/${field}/${index}`
}
