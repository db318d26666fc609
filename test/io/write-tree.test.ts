import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { applyChanges, isInterrupted, recover, type Writes } from '../../generator/io/index.ts'
import { assert, describe } from '../harness.ts'
import { after, before, changes, run } from './every-change.ts'
import { inScratch, look, problemOf, put } from './scratch.ts'
import { shakyDisk, systemError } from './shaky-disk.ts'

describe('applyChanges', {
  'everything at once, and nothing the second time': () =>
    inScratch(before, async (root) => {
      await applyChanges(root, run)
      assert.equal(look(root), after)
      assert.is(readFileSync(join(root, '.strata/.gitignore'), 'utf8'), '*\n')
      assert.not(existsSync(join(root, '.strata/stage')))
      assert.not(await isInterrupted(root))
      assert.is(await recover(root), 'nothing')
      const { ino, mtimeMs } = statSync(join(root, 'base/a/old.yaml'))
      await applyChanges(root, run)
      assert.is(statSync(join(root, 'base/a/old.yaml')).ino, ino)
      assert.is(statSync(join(root, 'base/a/old.yaml')).mtimeMs, mtimeMs)
    }),
  'nothing to do touches nothing': () =>
    inScratch({ 'a.yaml': 'a' }, async (root) => {
      await applyChanges(root, changes({ 'a.yaml': 'a' }, 'b.yaml'))
      assert.not(existsSync(join(root, '.strata')))
    }),
  'modes are kept, new files are 0644 under the umask': () =>
    inScratch({ 'a.sh': 'a', 'b.yaml': 'b' }, async (root) => {
      chmodSync(join(root, 'a.sh'), 0o755)
      chmodSync(join(root, 'b.yaml'), 0o400)
      await applyChanges(root, changes({ 'a.sh': 'A', 'b.yaml': 'B', 'c.yaml': 'C' }))
      const modeOf = (path: string): number => statSync(join(root, path)).mode & 0o777
      assert.is(modeOf('a.sh'), 0o755)
      assert.is(modeOf('b.yaml'), 0o400)
      assert.is(modeOf('c.yaml'), 0o644 & ~process.umask())
    }),
  'directories that the run did not empty stay': () =>
    inScratch({ 'a/b/x': 'x', 'a/empty/': '', 'c/x': 'x', 'd/': '' }, async (root) => {
      chmodSync(join(root, 'c'), 0o700)
      await applyChanges(root, changes({ 'c/y': 'y' }, 'a/b/x', 'c/x', 'd/x'))
      assert.is(statSync(join(root, 'c')).mode & 0o777, 0o700) // not removed and made again
      assert.equal(look(root), { 'a/empty/': '', 'c/y': 'y', 'd/': '' })
    }),
  'a link to a directory inside is followed, the root may be one': () =>
    inScratch({ 'real/a.yaml': 'a' }, async (root) => {
      symlinkSync('real', join(root, 'alias'))
      await applyChanges(join(root, 'alias/../alias'), changes({ 'b.yaml': 'b' }))
      await applyChanges(root, changes({ 'alias/c/d.yaml': 'd' }, 'alias/a.yaml'))
      assert.equal(look(join(root, 'real')), { 'b.yaml': 'b', 'c/d.yaml': 'd' })
    }),
})

/** A tree that something is wrong with: how, what is to be written, and what the user reads. */
const obstacles: Readonly<
  Record<string, readonly [make: (root: string) => void, run: Writes, expected: RegExp]>
> = {
  'a file where a directory must be': [
    (root) => put(root, { base: 'file' }),
    changes({ 'ok.yaml': '', 'base/a/b.yaml': '' }),
    /^base is a file, where a directory must be for base\/a\/b\.yaml \| move base away/,
  ],
  'a directory where a file must be': [
    (root) => put(root, { 'base/a.yaml/mine': 'm', 'base/a.yaml/x': 'x' }),
    changes({ 'ok.yaml': '', 'base/a.yaml': '' }, 'base/a.yaml/x'),
    /^base\/a\.yaml is a directory, where a file must be \| move/,
  ],
  'an empty directory where a file must be': [
    (root) => put(root, { 'a.yaml/': '' }),
    changes({ 'a.yaml': '' }),
    /^a\.yaml is a directory/,
  ],
  'a linked directory that leads out': [
    (root) => symlinkSync('/', join(root, 'base')),
    changes({ 'ok.yaml': '', 'base/tmp/x.yaml': '' }),
    /^base leads out of the repository, to .* \| replace the symbolic link/,
  ],
  'a linked directory that leads out, for a removal': [
    (root) => symlinkSync('/etc', join(root, 'base')),
    changes({}, 'base/hostname'),
    /^base leads out of the repository/,
  ],
  'a linked directory that leads into .git': [
    (root) => {
      put(root, { '.git/hooks/': '' })
      symlinkSync('.git', join(root, 'base'))
    },
    changes({ 'base/hooks/pre-commit': '' }),
    /^base leads out of the repository/,
  ],
  'a link to nothing': [
    (root) => symlinkSync('nowhere', join(root, 'base')),
    changes({ 'base/x': '' }),
    /^cannot follow base: no such file or directory/,
  ],
  'a linked file': [
    (root) => {
      put(root, { 'real.yaml': 'r' })
      symlinkSync('real.yaml', join(root, 'a.yaml'))
    },
    changes({ 'a.yaml': '' }),
    /^a\.yaml is a symbolic link, and would be replaced \| move a\.yaml away/,
  ],
  'a state directory that is a link': [
    (root) => {
      put(root, { 'elsewhere/': '' })
      symlinkSync('elsewhere', join(root, '.strata'))
    },
    changes({ 'a.yaml': '' }),
    /^\.strata in .* is a link, and must be a directory \| delete/,
  ],
  'a path that leads out': [() => {}, changes({ '../x': '' }), /^cannot use the path "\.\.\/x"/],
  'a removal that leads out': [() => {}, changes({}, '.git/config'), /leads into \.git/],
  'a name that is too long': [
    () => {},
    changes({ [`a/${'x'.repeat(300)}`]: '' }),
    /^cannot write a\/x+: the name is too long|^cannot look at/,
  ],
}

describe('applyChanges and what is in its way', {
  ...Object.fromEntries(
    Object.entries(obstacles).map(([title, [make, writes, expected]]) => [
      title,
      () =>
        inScratch({ 'mine.txt': 'mine' }, async (root) => {
          make(root)
          const were = look(root)
          assert.match(await problemOf(() => applyChanges(root, writes)), expected)
          assert.equal(look(root), were)
          assert.not(existsSync(join(root, '.strata/stage')))
          assert.not(await isInterrupted(root))
        }),
    ]),
  ),
  'a folder that is read-only, found before anything is written': () =>
    inScratch(before, async (root) => {
      for (const [code, directory, said] of [
        ['EACCES', 'base/gone/sub', 'permission denied'],
        ['EROFS', '', 'the file system is read-only'],
      ] as const) {
        const closed = join(root, directory)
        const { fs } = shakyDisk((_, name, path) =>
          name === 'writable' && path === closed ? systemError(code) : undefined,
        )
        const problem = await problemOf(() => applyChanges(root, run, fs))
        assert.match(problem, `cannot write in ${directory || root}: ${said} | `)
        assert.not(existsSync(join(root, '.strata')))
      }
    }),
})
