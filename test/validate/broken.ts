import type { Resource } from '../../generator/core/resource.ts'

/** The objects again and again, one place of one of them changed each time. */
export function* broken(objects: readonly Resource[]): Iterable<readonly Resource[]> {
  for (const [index, object] of objects.entries())
    for (const changed of changes(object)) yield objects.with(index, changed as Resource)
}

const STRANGE: readonly unknown[] = [null, [], {}, 'x', '', 1, true, [null], { a: null }, ['x']]

/** The value with something strange, or nothing, at each place but those that make it an object of Kubernetes. */
function* changes(value: unknown): Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const put = (changed: unknown): unknown =>
      Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }
    if (!['apiVersion', 'kind', 'metadata'].includes(key)) {
      for (const one of STRANGE) yield put(one)
      yield without(value, key)
    }
    for (const changed of changes(member)) yield put(changed)
  }
}

const without = (value: object, key: string): unknown =>
  Array.isArray(value)
    ? value.toSpliced(Number(key), 1)
    : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
