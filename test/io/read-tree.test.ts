import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readFiles, readText, readTexts } from '../../generator/io/index.ts'
import { assert, describe } from '../harness.ts'
import { inScratch, problemOf } from './scratch.ts'

const link = (root: string, path: string, to: string): void => symlinkSync(to, join(root, path))

describe('readFiles', {
  'text, bytes and a byte order mark come as they are, sorted, without what is never ours': () =>
    inScratch(
      {
        'b/z.yaml': 'z: ä\r\n',
        'b/bom.yaml': '\uFEFFa: 1\n',
        'B.yaml': '',
        'a.bin': Uint8Array.of(0xff, 0x00, 0x80),
        'nul.txt': 'a\0b',
        '.hidden/x.yaml': 'no',
        'node_modules/m/x.yaml': 'no',
        'sub/node_modules/m/x.yaml': 'no',
        '.git/x.yaml': 'no',
        '.strata/x.yaml': 'no',
        'skip/x.yaml': 'no',
      },
      async (root) => {
        const files = await readFiles(root, ['**'], ['skip/**'])
        assert.equal([...files.keys()], ['B.yaml', 'a.bin', 'b/bom.yaml', 'b/z.yaml', 'nul.txt'])
        assert.is(files.get('b/z.yaml'), 'z: ä\r\n')
        assert.is(files.get('b/bom.yaml'), '\uFEFFa: 1\n')
        assert.is(files.get('nul.txt'), 'a\0b')
        const bytes = files.get('a.bin')
        assert.equal(bytes instanceof Uint8Array && [...bytes], [0xff, 0x00, 0x80])
        assert.equal([...(await readFiles(root, ['b/*', 'B.yaml'])).keys()].length, 3)
        assert.equal(
          [...(await readFiles(root, ['.hidden/*', '.g*/*'])).keys()],
          ['.hidden/x.yaml'],
        )
      },
    ),
  'a directory that is not there is empty, a file in its place is not': () =>
    inScratch({ 'f.yaml': 'a: 1' }, async (root) => {
      assert.is((await readFiles(join(root, 'nope'), ['**'])).size, 0)
      assert.is((await readFiles(root, ['nope/**'])).size, 0)
      assert.is((await readFiles(root, [])).size, 0)
      assert.match(await problemOf(() => readFiles(join(root, 'f.yaml'), ['**'])), /cannot search/)
    }),
  'patterns stay below the root': () =>
    inScratch({}, async (root) => {
      for (const pattern of [
        '../*.yaml',
        '/etc/*',
        'a/../../x',
        '!../x',
        'C:/x',
        '{a,../b}/x',
        '@(a|..)/x',
      ])
        assert.match(await problemOf(() => readFiles(root, [pattern])), /^cannot use the pattern/)
    }),
  'a linked file inside is read; links out, to nothing, in circles or to directories are named':
    () =>
      inScratch(
        { 'in/a.yaml': 'a: 1', 'out/b.yaml': 'b: 1', 'in/d/c.yaml': 'c: 1' },
        async (top) => {
          const root = join(top, 'in')
          link(root, 'same.yaml', 'a.yaml')
          assert.is((await readFiles(root, ['*.yaml'])).get('same.yaml'), 'a: 1')
          link(root, 'leak.yaml', '../out/b.yaml')
          link(root, 'gone.yaml', 'nowhere')
          link(root, 'round.yaml', 'round.yaml')
          link(root, 'away', '../out')
          link(root, 'deep', 'd')
          const cases: readonly (readonly [string, RegExp])[] = [
            ['l*.yaml', /^leak\.yaml leads out of the repository, to .*out.b\.yaml \| replace/],
            ['leak.yaml', /^leak\.yaml leads out/],
            ['g*.yaml', /^cannot follow gone\.yaml: no such file/],
            ['r*.yaml', /^cannot follow round\.yaml: symbolic links go round in a circle/],
            ['away/b.yaml', /^away leads out of the repository/],
            ['away/*', /^away leads out of the repository/],
            ['a*', /^away leads out of the repository/],
            ['de*', /^deep is a symbolic link to a directory, which is not followed/],
          ]
          for (const [pattern, expected] of cases)
            assert.match(await problemOf(() => readFiles(root, [pattern])), expected)
          assert.is((await readFiles(root, ['deep/c.yaml'])).get('deep/c.yaml'), 'c: 1')
        },
      ),
  'the root itself may be a link': () =>
    inScratch({ 'real/a.yaml': 'a: 1' }, async (top) => {
      link(top, 'alias', 'real')
      assert.equal([...(await readFiles(join(top, 'alias'), ['**']))], [['a.yaml', 'a: 1']])
    }),
})

describe('readText, readTexts', {
  'one file; nothing when it is not there': () =>
    inScratch({ 'a.yaml': '\uFEFFa: 1\r\n' }, async (root) => {
      assert.is(await readText(root, 'a.yaml'), '\uFEFFa: 1\r\n')
      assert.is(await readText(root, 'b.yaml'), undefined)
      assert.is(await readText(root, 'a.yaml/b'), undefined)
      assert.is(await readText(join(root, 'nope'), 'b.yaml'), undefined)
    }),
  'what is no UTF-8 text says so': () =>
    inScratch(
      {
        'bad.yaml': Uint8Array.of(0x61, 0xff),
        'wide.yaml': Uint8Array.of(0xff, 0xfe, 0x61, 0),
        'd/': '',
      },
      async (root) => {
        link(root, 'out.yaml', '/etc/passwd')
        const cases: readonly (readonly [string, RegExp])[] = [
          ['bad.yaml', /^bad\.yaml is not UTF-8 text \| save it as UTF-8/],
          ['wide.yaml', /^wide\.yaml is UTF-16, not UTF-8/],
          ['d', /^cannot read d: a directory is where a file must be \| move/],
          ['out.yaml', /^out\.yaml leads out of the repository/],
          ['../x', /^cannot use the path "\.\.\/x": it leads out/],
        ]
        for (const [path, expected] of cases)
          assert.match(await problemOf(() => readText(root, path)), expected)
      },
    ),
  'exactly the paths that are asked for': () =>
    inScratch({ 'a/b.yaml': 'b', bad: Uint8Array.of(0xff), 'd/': '' }, async (root) => {
      link(root, 'out', '/')
      const texts = await readTexts(root, ['d', 'a/b.yaml', 'bad', 'a/c.yaml', 'a/b.yaml/x'])
      assert.equal(Object.fromEntries(texts), {
        'a/b.yaml': 'b',
        'a/b.yaml/x': undefined,
        'a/c.yaml': undefined,
        bad: '\uFFFD',
        d: undefined,
      })
      assert.match(
        await problemOf(() => readTexts(root, ['out/etc/passwd'])),
        /^out\/etc leads out/,
      )
      assert.equal([...(await readTexts(join(root, 'nope'), ['a']))], [['a', undefined]])
    }),
})
