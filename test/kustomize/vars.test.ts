import { expandVars } from '../../generator/kustomize/finish/expand-vars.ts'
import { assert, describe } from '../harness.ts'

const values = new Map<string, string | number | boolean | undefined>([
  ['HOST', 'web'],
  ['PORT', 80],
  ['ON', true],
  ['MAP', undefined],
])

describe('vars', {
  'expand in texts, and keep their type when they are the whole text': () => {
    const rows: readonly (readonly [string, unknown])[] = [
      ['$(HOST)', 'web'],
      ['$(PORT)', 80],
      ['$(ON)', true],
      ['http://$(HOST):$(PORT)/', 'http://web:80/'],
      ['$$(HOST)', '$(HOST)'],
      ['$(OTHER) and $(MAP)', '$(OTHER) and $(MAP)'],
      ['$(MAP)', '$(MAP)'],
      ['a $ b $(HOST', 'a $ b $(HOST'],
    ]
    for (const [text, expected] of rows) assert.is(expandVars(text, values), expected, text)
  },
})
