import { isUtf8 } from 'node:buffer'
import { readFileSync, type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Problem } from '../core/finding.ts'
import { remedyOf } from './as-user-error.ts'

/** A longer text does not fit into a string of V8. */
const LARGEST = 500 * 1024 * 1024

/** The text of a file or named pipe, or why there is none: no permission, a device, not UTF-8. */
export function readManifest(cwd: string, file: string): string | Problem {
  const path = resolve(cwd, file)
  try {
    const stat = statSync(path)
    // A pipe is what a shell makes of <(kustomize build .).
    if (!stat.isFile() && !stat.isFIFO()) return problemWithKind(stat)
    if (stat.size > LARGEST) return tooLarge(stat.size)
    return textOfBytes(readFileSync(path))
  } catch (error) {
    const [said, hint] = remedyOf(error)
    return { message: `this cannot be read: ${said}`, hint }
  }
}

/** Whether what stands at a path can be read once only. */
export function isPipe(cwd: string, file: string): boolean {
  return statSync(resolve(cwd, file), { throwIfNoEntry: false })?.isFIFO() ?? false
}

/** Bytes as text, or why they are none. */
export function textOfBytes(bytes: Uint8Array): string | Problem {
  if (bytes.length > LARGEST) return tooLarge(bytes.length)
  if (isWide(bytes))
    return {
      message: 'this is UTF-16 text, not UTF-8',
      hint: 'save it as UTF-8; in PowerShell: Out-File -Encoding utf8',
    }
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  return {
    message: 'this is not UTF-8 text',
    hint: 'save it as UTF-8, or leave it out of what is checked',
  }
}

/** With the mark of UTF-16 at the start, or with a letter and a zero. */
function isWide([first, second, third, fourth]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  return (first === 0 && third === 0) !== (second === 0 && fourth === 0)
}

const tooLarge = (size: number): Problem => ({
  message: `this has ${size} bytes, more than ${LARGEST}`,
  hint: 'split it into several files',
})

/** Why something that is no regular file is not read. */
export function problemWithKind(stat: Stats): Problem {
  const kinds: readonly (readonly [boolean, string])[] = [
    [stat.isFIFO(), 'a pipe'],
    [stat.isSocket(), 'a socket'],
    [stat.isDirectory(), 'a folder'],
  ]
  const kind = kinds.find(([is]) => is)?.[1] ?? 'a device'
  return { message: `this is ${kind}, not a file`, hint: 'name a file, or - for standard input' }
}
