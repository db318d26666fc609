import { assert, describe } from '../harness.ts'
import { COMPARED, compareWithAjv } from './ajv-oracle.ts'

describe('interpret', {
  'agrees with ajv on mutated objects of many kinds, in the verdict and in every place': () => {
    const seen = compareWithAjv(300, 1)
    for (const rule of COMPARED) {
      const count = seen.get(rule) ?? 0
      assert.ok(count > 20, `${rule} occurred only ${count} times`)
    }
  },
})
