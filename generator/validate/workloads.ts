import type { Resource } from '../core/resource.ts'
import { type Fields, fieldsAt, mapsOf } from './fields.ts'
import { type Pod, podsOf } from './pods.ts'

/** The pods of a rendering by namespace and label, so that a selector is not compared with every one of them. */
export type PodIndex = {
  /** The pods of a namespace. */
  readonly inNamespace: (namespace: string | undefined) => readonly Pod[]
  /** The pods of a namespace that a selector matches; the empty selector matches all. */
  readonly matching: (namespace: string | undefined, selector: Fields) => readonly Pod[]
}

export function indexPods(resources: readonly Resource[]): PodIndex {
  const known = indexes.get(resources)
  if (known !== undefined) return known
  const index = makeIndex(resources)
  indexes.set(resources, index)
  return index
}

/** Several rules ask about the same objects. */
const indexes = new WeakMap<readonly Resource[], PodIndex>()

function makeIndex(resources: readonly Resource[]): PodIndex {
  const byLabel = new Map<string, Pod[]>()
  const byNamespace = new Map<string, Pod[]>()
  for (const pod of podsOf(resources)) {
    const namespace = pod.resource.metadata.namespace ?? ''
    add(byNamespace, namespace, pod)
    for (const [key, value] of Object.entries(pod.labels))
      add(byLabel, `${namespace} ${key}=${value}`, pod)
  }
  const inNamespace = (namespace = ''): readonly Pod[] => byNamespace.get(namespace) ?? []
  return {
    inNamespace,
    matching: (namespace = '', selector) => {
      const [key, ...more] = Object.keys(fieldsAt(selector.matchLabels))
      if (key !== undefined && more.length === 0 && selector.matchExpressions == null)
        return byLabel.get(`${namespace} ${key}=${fieldsAt(selector.matchLabels)[key]}`) ?? []
      const lists = Object.entries(fieldsAt(selector.matchLabels)).map(
        ([key, value]) => byLabel.get(`${namespace} ${key}=${value}`) ?? [],
      )
      const [first = inNamespace(namespace), ...rest] = lists.toSorted(
        (a, b) => a.length - b.length,
      )
      if (rest.length === 0 && selector.matchExpressions == null) return first
      const others = rest.map((list) => new Set(list))
      return first.filter(
        (pod) =>
          others.every((list) => list.has(pod)) &&
          mapsOf(selector.matchExpressions).every(([, one]) => isMet(one, pod.labels)),
      )
    },
  }
}

function add(map: Map<string, Pod[]>, key: string, pod: Pod): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [pod])
  else list.push(pod)
}

/** Whether labels meet one expression of a selector. */
export function isMet({ key, operator, values }: Fields, labels: Fields): boolean {
  const has = Object.hasOwn(labels, String(key))
  const among = has && Array.isArray(values) && values.includes(labels[String(key)])
  if (operator === 'In') return among
  if (operator === 'NotIn') return !among
  return operator === 'DoesNotExist' ? !has : has
}
