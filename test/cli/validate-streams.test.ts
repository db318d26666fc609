import { spawn } from 'node:child_process'
import { existsSync, openSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { run } from '../../generator/cli/run.ts'
import { catalog } from '../catalog.ts'
import { assert, describe } from '../harness.ts'
import { found, GOOD, inFolder } from './in-folder.ts'

const command = ['--import', 'tsx', resolve('generator/cli/main.ts')]

/** The real program, with its streams as a shell would connect them. */
async function program(
  args: readonly string[],
  stdout: 'pipe' | number,
  read: (child: ReturnType<typeof spawn>) => void = () => {},
): Promise<{ readonly code: number; readonly err: string }> {
  const child = spawn(process.execPath, [...command, ...args], {
    stdio: ['ignore', stdout, 'pipe'],
  })
  read(child)
  const err = child.stderr === null ? '' : text(child.stderr)
  const code = await new Promise<number>((done) => {
    child.on('close', (status) => done(status ?? -1))
  })
  return { code, err: await err }
}

describe('strata validate and broken surroundings', {
  'a schema that cannot be used is said of its objects, and the others are judged': () =>
    inFolder(
      {
        'm/thing.yaml': `${GOOD.replace('a: b', 'a: 1')}---\napiVersion: example.org/v1\nkind: Thing\nmetadata: { name: t, namespace: x }\nspec: {}\n`,
      },
      async (cwd) => {
        const cases: readonly (readonly [schema: string, message: string])[] = [
          ['{ "type": ', 'Unexpected end of JSON input'],
          ['{"allOf":[{"$ref":"#/definitions/x"}]}', 'it refers to #/definitions/x, which is not'],
        ]
        for (const [schema, message] of cases) {
          writeFileSync(join(cwd, 'thing.json'), schema)
          const args = [
            '--schema-location',
            'default',
            '--schema-location',
            '{{.ResourceKind}}.json',
          ]
          const { code, findings } = await found(cwd, ['m', ...args])
          assert.equal([code, findings.length], [1, 2], schema)
          assert.match(
            findings[1] ?? '',
            `m/thing.yaml schema-readable: the schema thing.json cannot be used: ${message}`,
          )
        }
      },
    ),
  'what goes to standard error is painted for it': async () => {
    const heard: string[] = []
    const code = await run(['validate', '--nothing'], {
      catalog: async () => catalog,
      cwd: '.',
      home: '.',
      out: () => {},
      err: (said) => heard.push(said),
      style: (_format, said) => said,
      errStyle: (format, said) => `<${format}>${said}</${format}>`,
      now: () => new Date(0),
      progress: () => {},
    })
    assert.is(code, 2)
    assert.match(heard.join(''), /^<red>error<\/red> Unknown option.*\n<dim> {2}fix: /)
  },
  'output that nobody can take': async () => {
    const full = existsSync('/dev/full') ? openSync('/dev/full', 'w') : undefined
    const [closed, lost] = await Promise.all([
      program(['explain'], 'pipe', ({ stdout }) => stdout?.destroy()),
      full === undefined ? undefined : program(['explain'], full),
    ])
    assert.equal(closed, { code: 0, err: '' })
    if (lost === undefined) return
    assert.is(lost.code, 2)
    assert.match(lost.err, /^error cannot write the output: ENOSPC\n/)
  },
})
