import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { binary } from '../oracle/binaries.ts'
import type { Difference } from './compare.ts'
import type { Input } from './input.ts'

/** A minimised input, the seed that it came from, and how the two disagree. */
export type Found = {
  readonly seed: number
  readonly input: Input
  readonly difference: Difference
}

/** A found difference for a person: the small tree and both outcomes. */
export function describeFound({ seed, input, difference }: Found): string {
  const { kind, key, ours, theirs } = difference
  const files = Object.entries(input.files).map(([path, text]) => `--- ${path}\n${text}`)
  return [
    `##### ${key} (seed ${seed}, root ${input.root})`,
    ...files,
    `--- kustomize${kind === 'they refuse' ? ' REFUSES' : ''}:`,
    theirs,
    `--- ours${kind.startsWith('we') ? ' REFUSES' : ''}:`,
    ours,
  ].join('\n')
}

/** Writes found inputs in the form of test/kustomize/cases, with what the real binary says. */
export function storeCases(path: string, all: readonly Found[]): void {
  const cases = all.map((found) => JSON.stringify(caseOf(found)))
  writeFileSync(path, `[\n${cases.join(',\n')}\n]\n`)
}

function caseOf({ seed, input }: Found) {
  const { files, root, options } = input
  const said = kustomize(input)
  return { id: `fuzz-${seed}`, files, root, ...(options && { options }), ...said }
}

/** What the real binary prints for a tree, or the first line of its error. */
function kustomize({ files, root, options }: Input) {
  const dir = mkdtempSync(join(tmpdir(), 'strata-fuzz-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
    const flags =
      options?.loadRestrictor === undefined ? [] : ['--load-restrictor', options.loadRestrictor]
    const run = spawnSync(binary('kustomize'), ['build', join(dir, root), ...flags], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    if (run.status === 0) return { output: run.stdout }
    const line =
      run.stderr.split('\n').find((text) => /^(?:Error: |panic: )/.test(text)) ?? 'Error: '
    return { error: line.replaceAll(dir, '<ROOT>').replace(/0x[0-9a-f]{6,}/g, '<POINTER>') }
  } finally {
    rmSync(dir, { recursive: true })
  }
}
