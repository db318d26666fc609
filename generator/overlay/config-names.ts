import type { Resource } from '../core/resource.ts'
import { isList, isMap, type Members, memberOf } from './tree.ts'

/** Where a reference ends: the member that holds the ConfigMap's name, below the steps from a pod; `*` is every element. */
const inPod: readonly (readonly string[])[] = [
  ['volumes', '*', 'configMap', 'name'],
  ['volumes', '*', 'projected', 'sources', '*', 'configMap', 'name'],
  ...['containers', 'initContainers'].flatMap((list) => [
    [list, '*', 'env', '*', 'valueFrom', 'configMapKeyRef', 'name'],
    [list, '*', 'envFrom', '*', 'configMapRef', 'name'],
  ]),
]

const template = ['spec', 'template', 'spec']

/** Where each kind holds its pod. */
const podOf: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: template,
  ReplicaSet: template,
  DaemonSet: template,
  StatefulSet: template,
  Job: template,
  CronJob: ['spec', 'jobTemplate', ...template],
}

const inRole = [['rules', '*', 'resourceNames', '*']]

/** The same object with the generated names of ConfigMaps in the places where kustomize writes them. */
export function withConfigNames(resource: Resource, names: ReadonlyMap<string, string>): Resource {
  if (names.size === 0) return resource
  return placesOf(resource.kind).reduce<unknown>(
    (tree, path) => renamed(tree, path, 0, names),
    resource,
  ) as Resource
}

function placesOf(kind: string): readonly (readonly string[])[] {
  if (kind === 'Role' || kind === 'ClusterRole') return inRole
  const pod = Object.hasOwn(podOf, kind) ? podOf[kind] : undefined
  return pod === undefined ? [] : inPod.map((path) => [...pod, ...path])
}

/** Shares everything that holds no reference. */
function renamed(
  tree: unknown,
  path: readonly string[],
  depth: number,
  names: ReadonlyMap<string, string>,
): unknown {
  const step = path[depth]
  if (step === undefined) return typeof tree === 'string' ? (names.get(tree) ?? tree) : tree
  if (step === '*') {
    if (!isList(tree)) return tree
    const list = tree.map((element) => renamed(element, path, depth + 1, names))
    return list.every((element, i) => element === tree[i]) ? tree : list
  }
  if (!isMap(tree)) return tree
  const old = memberOf(tree, step)
  const member = renamed(old, path, depth + 1, names)
  return member === old ? tree : ({ ...tree, [step]: member } satisfies Members)
}
