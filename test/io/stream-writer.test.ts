import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { streamWriter } from '../../generator/io/stream-writer.ts'
import { assert, describe } from '../harness.ts'
import { inScratch } from './scratch.ts'

/** A reader that starts late; our end of its pipe does not wait for it, as Node's pipes do not. */
function reader(program: string): {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly descriptor: number
} {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const { _handle } = child.stdin as unknown as { readonly _handle: { readonly fd: number } }
  return { child, descriptor: _handle.fd }
}

const never = (error: Error): never => {
  throw error
}

const texts = Array.from({ length: 40 }, (_, i) => `${i} ${'é'.repeat(20_000)}\n`)

describe('streamWriter', {
  'a pipe that is full gets the rest later, in order': async () => {
    const { child, descriptor } = reader(
      'setTimeout(() => process.stdin.pipe(process.stdout), 200)',
    )
    const writer = streamWriter(descriptor, () => child.stdin, never)
    for (const one of texts) writer.write(one)
    assert.not(writer.isDone())
    child.stdin.end()
    assert.is(await text(child.stdout), texts.join(''))
  },
  'a file has everything at once, and no stream': () =>
    inScratch({}, (root) => {
      const descriptor = openSync(join(root, 'out'), 'w')
      const writer = streamWriter(descriptor, () => never(new Error('a stream was made')), never)
      for (const one of [...texts, '']) writer.write(one)
      closeSync(descriptor)
      assert.ok(writer.isDone())
      assert.is(readFileSync(join(root, 'out'), 'utf8'), texts.join(''))
    }),
  'a reader that has gone is told once': async () => {
    const { child, descriptor } = reader(
      "require('node:fs').closeSync(0); console.log('gone'); setInterval(() => {}, 1000)",
    )
    await once(child.stdout, 'data')
    const failures: (string | undefined)[] = []
    const writer = streamWriter(
      descriptor,
      () => child.stdin,
      ({ code }) => failures.push(code),
    )
    for (const one of texts) writer.write(one)
    child.kill()
    assert.equal(failures, ['EPIPE'])
    assert.ok(writer.isDone())
  },
})
