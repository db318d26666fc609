import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkRendering, rules } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
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
    for (const { id, examples } of rules) {
      const { platform = 'minikube' } = examples
      const found = (resources: typeof examples.good) =>
        checkRendering(resources, { ...context, platform }).map(({ rule }) => rule)
      assert.equal(found(examples.good), [], `good example of ${id}`)
      assert.equal([...new Set(found(examples.bad))], [id], `bad example of ${id}`)
    }
  },
})
