import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { idOf, type Resource } from '../../generator/core/resource.ts'
import { checkCluster, checkRendering, rules } from '../../generator/validate/index.ts'
import { slimmer } from '../../generator/validate/slim.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const everything = rules.flatMap(({ examples }) => [...examples.good, ...examples.bad])

const context = { catalog, kubernetes: '1.34', source: 'example' }

describe('rules', {
  'every file is in the list, and named after its rule': () => {
    const folder = join(import.meta.dirname, '../../generator/validate/rules')
    const files = readdirSync(folder).filter((file) => file !== 'index.ts')
    assert.equal(
      files.toSorted(),
      rules.map(({ id }) => `${id}.ts`).toSorted(),
      'add the missing rule to generator/validate/rules/index.ts',
    )
  },
  'every rule accepts its good example, refuses its bad one, and only by itself': () => {
    const wrong = rules.flatMap(({ id, scope, examples }) => {
      const { platform = 'minikube', repository, folder = 'a' } = examples
      const all = { ...context, platform, ...(repository ? { repository } : {}) }
      const found = (resources: typeof examples.good) => {
        const alone = checkRendering(resources, all)
        const whole = scope === 'whole' ? checkCluster([{ source: folder, resources }], all) : []
        return [...new Set([...alone, ...whole].map(({ rule }) => rule))]
      }
      const [good, bad] = [found(examples.good), found(examples.bad)]
      return good.length === 0 && bad.join() === id ? [] : [{ id, good, bad }]
    })
    assert.equal(wrong, [])
  },
  'no rule looks at other objects, or at more of them, than it says': () => {
    for (const rule of rules) {
      const { kinds, reads, examples, check, scope } = rule
      const { platform = 'minikube', repository } = examples
      const all = { ...context, platform, ...(repository ? { repository } : {}) }
      const slim = slimmer([reads ?? {}])
      const narrow =
        reads === undefined
          ? (one: readonly Resource[]) =>
              one.filter(({ kind }) => kinds === undefined || kinds.includes(kind))
          : (one: readonly Resource[]) => one.map((resource, i) => slim(resource, i % 2 === 0))
      const said = (objects: readonly Resource[]) =>
        Array.from(check(objects, all), ({ resource, other, ...rest }) =>
          JSON.stringify([idOf(resource), other && idOf(other), rest]),
        )
      if (reads === undefined && kinds === undefined && scope !== 'object') continue
      for (const objects of [...broken([...examples.good, ...examples.bad]), everything])
        assert.equal(said(narrow(objects)), said(objects), rule.id)
      if (scope === 'object')
        assert.equal(
          everything.flatMap((one) => said([one])),
          said(everything),
          rule.id,
        )
    }
  },
  'no rule fails over an object of any shape': () => {
    for (const { id, check, examples } of rules) {
      const { platform = 'minikube', repository } = examples
      const all = { ...context, platform, ...(repository ? { repository } : {}) }
      for (const objects of [...broken(examples.good), ...broken(examples.bad)])
        try {
          Array.from(check(objects, all))
        } catch (error) {
          assert.unreachable(`${id}: ${String(error)} over ${JSON.stringify(objects)}`)
        }
    }
  },
})

/** The objects again and again, one place of one of them changed each time. */
function* broken(objects: readonly Resource[]): Iterable<readonly Resource[]> {
  for (const [index, object] of objects.entries())
    for (const changed of changes(object)) yield objects.with(index, changed as Resource)
}

const STRANGE: readonly unknown[] = [null, [], {}, 'x', '', 1, true, [null], { a: null }, ['x']]

/** The value with something strange at each place but those that make it an object of Kubernetes. */
function* changes(value: unknown): Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const put = (changed: unknown): unknown =>
      Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }
    if (!['apiVersion', 'kind', 'metadata'].includes(key)) for (const one of STRANGE) yield put(one)
    for (const changed of changes(member)) yield put(changed)
  }
}
