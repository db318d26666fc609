import { UserError } from '../../generator/core/finding.ts'
import { labelSelector } from '../../generator/kustomize/identity/label-selector.ts'
import { re2 } from '../../generator/kustomize/identity/re2.ts'
import { assert, describe } from '../harness.ts'

const labels = new Map(Object.entries({ app: 'web', tier: 'front', empty: '', size: '3' }))

describe('label selectors', {
  'select as Kubernetes does': () => {
    const rows: readonly (readonly [string, boolean])[] = [
      ['', true],
      ['app', true],
      ['!app', false],
      ['!other', true],
      ['app=web', true],
      ['app==web', true],
      ['app = web , tier=front', true],
      ['app=web,tier=back', false],
      ['app!=web', false],
      ['other!=web', true],
      ['app in (web,db)', true],
      ['app in (db)', false],
      ['app notin (db, x)', true],
      ['other notin (db)', true],
      ['other in (db)', false],
      ['empty=', true],
      ['size>2', true],
      ['size<2', false],
      ['empty<2', false],
    ]
    for (const [text, expected] of rows)
      assert.is(labelSelector(text, 'here')(labels), expected, text)
  },
  'refuse what is none': () => {
    for (const text of [
      'app=a=b',
      'app in web',
      'a b',
      '=x',
      'app,,tier',
      '\u00a0',
      'x/.a',
      'a>9223372036854775808',
    ])
      assert.throws(
        () => labelSelector(text, 'here'),
        (e: unknown) => e instanceof UserError,
        text,
      )
  },
})

describe('regular expressions', {
  'are those of Go': () => {
    const rows: readonly (readonly [string, string, boolean])[] = [
      ['^a.c$', 'abc', true],
      ['(?i)ABC', 'xabcx', true],
      ['^[[:alpha:]]+$', 'abc', true],
      ['^(?P<name>a+)$', 'aaa', true],
      ['\\Aab\\z', 'ab', true],
    ]
    for (const [pattern, text, expected] of rows)
      assert.is(re2(pattern, 'here').test(text), expected, pattern)
  },
  'refuse what Go refuses': () => {
    for (const pattern of ['(', '[', '(?=a)', '(?<!a)b', '(a)\\1', '*'])
      assert.throws(() => re2(pattern, 'here'), /no regular expression/, pattern)
  },
})
