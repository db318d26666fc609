import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { UserError } from '../../generator/core/finding.ts'
import type { Files } from '../../generator/core/tree.ts'
import { createRenderer } from '../../generator/kustomize/index.ts'

const run = promisify(execFile)

/** Outcome of one build: what is printed, or why it is refused. */
type Outcome = { readonly output: string } | { readonly error: string }

/**
 * Build directories below `dir` (`roots`, relative to it) with the real kustomize at `binary` and with ours, and
 * tell every difference: one text per root that is not equal byte for byte, or that only one of them refuses.
 */
export async function compareWithKustomize(
  dir: string,
  roots: readonly string[],
  binary: string,
): Promise<string[]> {
  const renderer = createRenderer(readTree(dir))
  const differences: string[] = []
  for (const root of roots) {
    const theirs = await buildWith(binary, join(dir, root))
    const difference = compare(
      ourBuild(() => renderer.build(root)),
      theirs,
    )
    if (difference !== undefined) differences.push(`${root}: ${difference}`)
  }
  return differences
}

/** All files of a directory, as text where they are UTF-8. */
export function readTree(dir: string): Files {
  const files = new Map<string, string | Uint8Array>()
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.includes('.git/') || path.includes('node_modules/')) continue
    const bytes = readFileSync(path)
    const text = bytes.toString('utf8')
    const name = relative(dir, path).split(sep).join('/')
    files.set(name, Buffer.from(text).equals(bytes) ? text : new Uint8Array(bytes))
  }
  return files
}

async function buildWith(binary: string, path: string): Promise<Outcome> {
  try {
    const { stdout } = await run(binary, ['build', path], { maxBuffer: 256 * 1024 * 1024 })
    return { output: stdout }
  } catch (error) {
    const { stderr, code } = error as { readonly stderr?: string; readonly code?: unknown }
    if (typeof code !== 'number') throw error
    return { error: stderr ?? '' }
  }
}

function ourBuild(build: () => string): Outcome {
  try {
    return { output: build() }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { error: error.message }
  }
}

function compare(ours: Outcome, theirs: Outcome): string | undefined {
  if ('error' in ours && 'error' in theirs) return undefined
  if ('error' in ours) return `we refuse it: ${ours.error}`
  if ('error' in theirs) return `kustomize refuses it: ${theirs.error}`
  return ours.output === theirs.output ? undefined : firstDifference(ours.output, theirs.output)
}

function firstDifference(ours: string, theirs: string): string {
  const mine = ours.split('\n')
  const real = theirs.split('\n')
  const line = mine.findIndex((text, i) => text !== real[i])
  const at = line < 0 ? mine.length : line
  return `line ${at + 1} is ${JSON.stringify(mine[at] ?? '')}, kustomize prints ${JSON.stringify(real[at] ?? '')}`
}
