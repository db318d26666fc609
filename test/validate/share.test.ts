import type { Definitions } from '../../generator/validate/schema.ts'
import { ownDefinitions, shareDefinitions } from '../../generator/validate/store/share.ts'
import { assert, describe } from '../harness.ts'

const to = (name: string) => ({ $ref: `#/definitions/${name}` })
const fields = (properties: Definitions) => ({ type: 'object', properties }) as const

/** `Leaf` grows in 1.32; `Tree` contains itself and a leaf; `Gone` goes after 1.31; `Alone` never changes. */
const OLD: Definitions = {
  Alone: { type: 'string' },
  Leaf: fields({ a: to('Alone') }),
  Tree: fields({ left: to('Tree'), leaf: to('Leaf') }),
  Gone: fields({ leaf: to('Leaf') }),
}
const MIDDLE: Definitions = {
  Alone: { type: 'string' },
  Leaf: fields({ b: { type: 'integer' }, a: to('Alone') }),
  Tree: fields({ leaf: to('Leaf'), left: to('Tree') }),
}
const NEW: Definitions = {
  ...MIDDLE,
  Leaf: { properties: { a: to('Alone'), b: { type: 'integer' } }, type: 'object' },
  Fresh: fields({ tree: to('Tree') }),
}
const MINORS = [
  ['1.31', OLD],
  ['1.32', MIDDLE],
  ['1.33', NEW],
] as const

describe('definitions of several minors', {
  'are kept once where they and all below them are alike': () => {
    const { definitions, nameIn } = shareDefinitions(MINORS)
    assert.equal(Object.keys(definitions).toSorted(), [
      'Alone',
      'Fresh',
      'Gone@1.31',
      'Leaf',
      'Leaf@1.31',
      'Tree',
      'Tree@1.31',
    ])
    assert.equal(definitions['Tree@1.31']?.properties, {
      left: to('Tree@1.31'),
      leaf: to('Leaf@1.31'),
    })
    assert.equal(definitions['Leaf@1.31']?.properties, { a: to('Alone') })
    assert.is(nameIn('1.32', 'Tree'), 'Tree')
  },
  'come out again as they were': () => {
    const { definitions, nameIn } = shareDefinitions(MINORS)
    for (const [minor, own] of MINORS) {
      const names = Object.keys(own).map((name) => nameIn(minor, name))
      assert.equal(ownDefinitions(definitions, names), own, minor)
    }
  },
})
