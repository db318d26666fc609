import { UserError } from '../../generator/core/finding.ts'
import {
  digestOf,
  faultOfPath,
  type Lock,
  parseLock,
  planChanges,
  printLock,
} from '../../generator/core/lock.ts'
import { assert, describe } from '../harness.ts'

const one = 'kind: A\nname: a\n'
const two = 'kind: B\nname: b\n'
const digest = digestOf(one)

function problemsOf(text: string): readonly string[] {
  try {
    parseLock(text, 'fleet.lock')
    return []
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.problems.map((p) => `${p.place?.line} ${p.message} | ${p.hint}`)
  }
}

const lockTests = {
  'a lock prints sorted by path under one comment, and reads back': () => {
    const tree = new Map([
      ['b.yaml', two],
      ['a/z.yaml', one],
      ['B.yaml', one],
    ])
    const text = printLock(tree)
    const [comment, ...lines] = text.split('\n')
    assert.match(comment ?? '', /^# /)
    assert.equal(lines, [
      `${digest}  B.yaml`,
      `${digest}  a/z.yaml`,
      `${digestOf(two)}  b.yaml`,
      '',
    ])
    assert.equal(parseLock(text, 'fleet.lock').get('b.yaml'), digestOf(two))
    assert.is(parseLock(text, 'fleet.lock').size, 3)
    assert.equal(parseLock(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'x'), parseLock(text, 'x'))
    assert.is(parseLock('', 'fleet.lock').size, 0)
  },
  'a digest is half of SHA-256 and does not see line endings': () => {
    assert.is(digestOf('abc'), 'ba7816bf8f01cfea414140de5dae2223')
    assert.is(digestOf('a\r\nb\r\n'), digestOf('a\nb\n'))
    assert.is.not(digestOf('a\nb\n'), digestOf('a\nb'))
  },
  'every bad line is named, with what to do': () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['<<<<<<< HEAD', /^2 .*merge conflict.*\| take either side .* run generate again$/],
      ['=======', /merge conflict/],
      ['||||||| 1a2b3c', /merge conflict/],
      ['>>>>>>> feature/x', /merge conflict/],
      ['hello', /not a line of a lock file: "hello" \| a line is 32 hex digits/],
      [`${digest} one-space.yaml`, /not a line of a lock file/],
      [`${digest.toUpperCase()}  upper.yaml`, /not a line of a lock file/],
      [`${digest}  `, /not a line of a lock file/],
      [`${digest}  /etc/passwd`, /"\/etc\/passwd", but it is absolute/],
      [`${digest}  base/../../x`, /but it leads out with "\.\." \| delete the line/],
      [`${digest}  a.yaml\n${digestOf(two)}  a.yaml`, /^3 .*names a\.yaml twice/],
    ]
    for (const [line, expected] of cases) {
      const found = problemsOf(`# comment\n${line}\n`)
      assert.is(found.length, 1, line)
      assert.match(found[0] ?? '', expected)
    }
    assert.is(problemsOf(`<<<<<<< a\n${digest}  a\n=======\n${digest}  b\n>>>>>>> b\n`).length, 3)
    assert.equal(problemsOf(`${digest}  a.yaml\n${digest}  a.yaml\n`), [])
  },
  'a path stays in the repository and out of .git and .strata': () => {
    const bad = [
      '',
      '/a',
      'C:/a',
      'a\\b',
      'a\nb',
      '../a',
      'a/..',
      'a//b',
      './a',
      'a/',
      '.git/config',
    ]
    for (const path of [...bad, 'sub/.GIT/hooks/x', '.strata/journal.json', 'a\u007f'])
      assert.type(faultOfPath(path), 'string', path)
    for (const path of ['a', 'a/b.yaml', '.gitignore', '..a/b..', 'a b', 'ä/é.yaml', '.github/x'])
      assert.type(faultOfPath(path), 'undefined', path)
    assert.throws(() => printLock(new Map([['a\nb', one]])), /cannot own "a\\nb"/)
  },
}
describe('fleet.lock', lockTests)

/** Columns: wanted, on the disk, what the lock remembers; then the list without force, and with it. */
type Row = readonly [
  title: string,
  wanted: string | undefined,
  found: string | undefined,
  locked: string | undefined,
  list: string,
  forced?: string,
]
const crlf = one.replaceAll('\n', '\r\n')
const rows: readonly Row[] = [
  ['new', one, undefined, undefined, 'created'],
  ['owned, missing on the disk', one, undefined, one, 'created'],
  ['owned, as before', one, one, one, 'unchanged'],
  ['owned, new text', two, one, one, 'changed'],
  ['owned, edited into what is wanted', two, two, one, 'unchanged'],
  ['owned, edited by hand', two, 'mine', one, 'edited by hand', 'changed'],
  ['owned, edited, wanted is what the lock has', one, 'mine', one, 'edited by hand', 'changed'],
  ['foreign, same text', one, one, undefined, 'unchanged'],
  ['foreign, other text', one, 'mine', undefined, 'not generated', 'changed'],
  ['foreign and empty', one, '', undefined, 'not generated', 'changed'],
  ['stale', undefined, one, one, 'removed'],
  ['stale and edited', undefined, 'mine', one, 'not generated any more', 'removed'],
  ['stale and gone', undefined, undefined, one, ''],
  ['checked out with CRLF', one, crlf, one, 'changed'],
  ['checked out with CRLF, new text', two, crlf, one, 'changed'],
  ['checked out with CRLF, stale', undefined, crlf, one, 'removed'],
  ['foreign, CRLF', one, crlf, undefined, 'changed'],
  ['CRLF is wanted', crlf, one, one, 'changed'],
]

function listOf(row: Row, force: boolean): string {
  const [, wanted, found, locked] = row
  const lock: Lock = new Map(locked === undefined ? [] : [['f', digestOf(locked)]])
  const tree = new Map(wanted === undefined ? [] : [['f', wanted]])
  const { refused, ...lists } = planChanges(tree, new Map([['f', found]]), lock, { force })
  const names = Object.entries(lists).filter(([, paths]) => paths.includes('f'))
  return [...names.map(([name]) => name), ...refused.map((r) => r.why)].join(' ')
}

describe('planChanges', {
  'each file is on one list': () => {
    for (const row of rows) {
      const [title, , , , list, forced = list] = row
      const [plain, force] = [listOf(row, false), listOf(row, true)]
      assert.ok(list === '' ? plain === '' : plain.includes(list), `${title}: ${plain}`)
      assert.is(force, forced, `${title}, forced`)
    }
  },
  'lists are sorted by code unit': () => {
    const wanted = new Map(['b', 'a/b', 'B', 'a'].map((path) => [path, one]))
    const plan = planChanges(wanted, new Map(), new Map(), { force: false })
    assert.equal(plan.created, ['B', 'a', 'a/b', 'b'])
    const foreign = new Map(['b', 'a'].map((path) => [path, 'mine']))
    const refused = planChanges(wanted, foreign, new Map(), { force: false }).refused
    assert.equal(
      refused.map((r) => r.path),
      ['a', 'b'],
    )
    assert.equal(planChanges(new Map(), new Map(), new Map(), { force: false }).removed, [])
  },
})
