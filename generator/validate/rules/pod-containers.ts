import { exampleDeployment } from '../example.ts'
import { mapsOf } from '../fields.ts'
import { containersOf, type Pod } from '../pods.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

const beside = (name: string) =>
  exampleDeployment({}, { initContainers: [{ name, image: 'registry.example.org/web:1.2.3' }] })

export const podContainers = podRule({
  id: 'pod-containers',
  severity: 'error',
  when: {
    pod: [
      ['spec/containers', isNone],
      ['spec/C/name', (name) => name == null || name === ''],
      'spec/initContainers',
      'spec/ephemeralContainers',
      ['spec/volumes/*/name', (name) => name === ''],
    ],
  },
  summary:
    'A pod has a container, and no two of its containers, init containers included, share a name.',
  why: 'The API server refuses the object.',
  hint: 'give every container a name of its own',
  *mistakes(pod) {
    if (isNone(pod.spec.containers))
      yield { pointer: `${pod.pointer}/spec/containers`, message: 'the pod has no containers' }
    yield* nameMistakes(pod)
    yield* mounts(pod)
  },
  examples: () => ({ good: [beside('migrate')], bad: [beside('web')] }),
})

/** Two of one name in the same list are refused by their list key already. */
function* nameMistakes(pod: Pod): Iterable<Mistake> {
  const lists = new Map<string, string>()
  for (const { fields, name, list, pointer } of containersOf(pod)) {
    if (fields.name == null || fields.name === '') {
      if (list !== 'ephemeralContainers' || fields.name === '')
        yield { pointer: `${pointer}/name`, message: 'a container has no name' }
      continue
    }
    const other = lists.get(name)
    if (other !== undefined && other !== list)
      yield { pointer: `${pointer}/name`, message: `"${name}" is one of the ${other} too` }
    lists.set(name, list)
  }
}

function* mounts({ spec, pointer }: Pod): Iterable<Mistake> {
  for (const [index, { name }] of mapsOf(spec.volumes))
    if (name === '')
      yield { pointer: `${pointer}/spec/volumes/${index}/name`, message: 'a volume has no name' }
}

function isNone(list: unknown): boolean {
  return list == null || (Array.isArray(list) && list.length === 0)
}
