import { checkRendering } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { seeds, sound } from './seeds.ts'
import { catalog } from './stored.ts'

describe('seeds', {
  'every seeded mistake is one error': () => {
    for (const [what, , resource] of seeds) {
      const found = checkRendering([resource], { catalog, kubernetes: '1.34', source: 'a' })
      const errors = found.filter(({ severity }) => severity === 'error')
      assert.is(errors.length, 1, `${what}: ${JSON.stringify(errors)}`)
    }
  },
  'what the API server takes is no error': () => {
    for (const [what, resource] of sound)
      for (const version of catalog.versions) {
        const found = checkRendering([resource], { catalog, kubernetes: version, source: 'a' })
        const errors = found.filter(({ severity }) => severity === 'error')
        assert.equal(errors, [], `${what} on ${version}`)
      }
  },
})
