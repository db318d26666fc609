import type { Finding } from '../../generator/core/finding.ts'
import { applyExceptions, type Exception } from '../../generator/validate/exceptions.ts'
import { ignoreComments } from '../../generator/validate/ignore-comments.ts'
import { assert, describe } from '../harness.ts'

const finding: Finding = {
  rule: 'image-pinned',
  severity: 'error',
  resource: 'Deployment/web/tiles',
  pointer: '/spec/a',
  message: 'm',
  hint: 'h',
  source: 'overlays/nova/tiles',
  place: { file: 'a.yaml', line: 5, column: 3 },
}

const rules = new Set(['image-pinned', 'references'])
const base: Exception = { kind: 'exception', rule: 'image-pinned', reason: 'why' }

const EXACT = {
  source: 'overlays/nova/tiles',
  resource: 'Deployment/web/tiles',
  pointer: '/spec/a',
}

/** Whether an exception covers the finding, and what is said about the exception itself. */
const CASES: readonly (readonly [more: Partial<Exception>, covered: boolean, wrong: string])[] = [
  [{}, true, ''],
  [{ rule: 'references' }, false, 'exception-used'],
  [{ rule: 'image-pined' }, false, 'exception-rule'],
  [{ reason: ' ' }, false, 'exception-reason'],
  [{ reason: '', kind: 'baseline' }, false, 'exception-used'],
  [{ ...EXACT, reason: '', kind: 'baseline' }, true, ''],
  [{ ...EXACT, pointer: '/spec', kind: 'baseline' }, false, 'exception-used'],
  [{ expires: '2026-11-21' }, true, ''],
  [{ expires: '2026-11-20' }, false, 'exception-expired'],
  [{ resource: 'Deployment/web/tiles' }, true, ''],
  [{ resource: 'Deployment/*/tiles' }, true, ''],
  [{ resource: '*' }, true, ''],
  [{ resource: 'Deployment/web/tile' }, false, 'exception-used'],
  [{ resource: '*/web/*s' }, true, ''],
  [{ resource: 'Deployment/web/tiles*s' }, false, 'exception-used'],
  [{ source: 'overlays/nova/*', pointer: '/spec/*' }, true, ''],
  [{ source: 'overlays/nova/*', pointer: '/status/*' }, false, 'exception-used'],
  [{ lines: { file: 'a.yaml', from: 5, to: 5 } }, true, ''],
  [{ lines: { file: 'a.yaml', from: 6, to: 9 } }, false, 'exception-used'],
  [{ lines: { file: 'b.yaml', from: 1, to: 9 } }, false, 'exception-used'],
]

const TEXT = `# strata-ignore references: of the whole object
kind: A # strata-ignore a
spec:
  # strata-ignore b : of what is below
  list:
    - x: 1
      y: 2
    # strata-ignore c: of one element
    - x: 3

      y: 4
  z: 5
---
# strata-ignore d
# more words
kind: B
`

describe('exceptions', {
  'cover what they name, with a reason, until they expire': () => {
    for (const [more, covered, wrong] of CASES) {
      const found = applyExceptions([finding], [{ ...base, ...more }], '2026-11-21', rules)
      const about = JSON.stringify(more)
      assert.is(found.excepted.length, covered ? 1 : 0, about)
      assert.is(found.kept.length, covered ? 0 : 1, about)
      assert.is(found.wrong.map(({ rule }) => rule).join(), wrong, about)
    }
  },
  'what is not needed is only said when everything was judged': () => {
    const unused = { ...base, rule: 'references' }
    assert.equal(applyExceptions([], [unused], '2026-11-21', rules, 'files').wrong, [])
    const comment = { ...unused, kind: 'comment' } as const
    assert.is(applyExceptions([], [comment], '2026-11-21', rules, 'files').wrong.length, 1)
    assert.is(applyExceptions([], [comment], '2026-11-21', rules, 'part').wrong.length, 0)
  },
  'comments: their rule, reason and lines': () =>
    assert.equal(
      ignoreComments(TEXT, 'a.yaml').map(({ rule, reason, place, lines }) => [
        ...[rule, reason, place?.line, place?.column, lines?.from, lines?.to],
      ]),
      [
        ['references', 'of the whole object', 1, 1, 1, 12],
        ['a', '', 2, 9, 2, 2],
        ['b', 'of what is below', 4, 3, 5, 11],
        ['c', 'of one element', 8, 5, 9, 11],
        ['d', '', 14, 1, 14, 17],
      ],
    ),
})
