import type { Finding } from '../../generator/core/finding.ts'
import type { Report } from '../../generator/report/index.ts'

/** What other people's names may hold, in the worst order. */
export const NASTY = [
  'a\n::error::owned',
  'a\r\nnot ok 1',
  ']]></failure><b>&amp;',
  '%0A%25 , : = ;',
  '# TODO \\# \\',
  '| x | y <!-- --> `c` [a](https://example.org) www.example.org @all #1',
  '"quoted" \'and\' {{ x }} $(z)',
  '\u001b[31m \u0000 \u202e \u2028 \ufffe',
  '../../etc/passwd',
  'é😀',
  ' ',
]

/** An error with a place and a warning without one for each name. */
export const findings = NASTY.flatMap((name): Finding[] => {
  const finding = {
    rule: 'image-pinned',
    resource: `Pod/web/${name}`,
    pointer: `/metadata/labels/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    message: `message ${name}`,
    hint: `hint ${name}`,
    source: `m/${name}`,
  }
  const place = { file: `m/${name}.yaml`, line: 3, column: 2 }
  return [
    { ...finding, severity: 'error', place },
    { ...finding, severity: 'warning' },
  ]
})
export const report: Report = {
  findings,
  renderings: NASTY.length + 1,
  objects: 22,
  sources: [...NASTY.map((name) => `m/${name}`), 'm/clean.yaml'],
  excepted: findings,
  others: NASTY,
}
