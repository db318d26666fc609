import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkCluster, checkRendering, rules } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { broken } from './broken.ts'
import { catalog } from './stored.ts'

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
      const { platform = 'minikube', folder = 'a', good, bad, ...more } = examples()
      const all = { ...context, ...more, platform }
      const found = (resources: typeof good) => {
        const alone = checkRendering(resources, all)
        const whole = scope === 'whole' ? checkCluster([{ source: folder, resources }], all) : []
        return [...new Set([...alone, ...whole].map(({ rule }) => rule))]
      }
      const [ofGood, ofBad] = [found(good), found(bad)]
      return ofGood.length === 0 && ofBad.join() === id ? [] : [{ id, ofGood, ofBad }]
    })
    assert.equal(wrong, [])
  },
  'no rule fails over an object of any shape': () => {
    for (const { id, check, examples } of rules) {
      const { platform = 'minikube', good, bad, ...more } = examples()
      const all = { ...context, ...more, platform }
      for (const objects of [...broken(good), ...broken(bad)])
        try {
          Array.from(check(objects, all))
        } catch (error) {
          assert.unreachable(`${id}: ${String(error)} over ${JSON.stringify(objects)}`)
        }
    }
  },
})
