import { assert, describe } from '../harness.ts'
import { failures } from './property.ts'

describe('derive', {
  'makes exactly what is wanted of 3000 random bases': () => {
    assert.equal(failures(3000), [])
  },
})
