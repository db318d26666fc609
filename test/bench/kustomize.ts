import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary } from '../oracle/binaries.ts'
import { definitions } from './definitions.ts'
import { measure, measureProgram } from './measure.ts'
import { printTable } from './table.ts'
import { writeForeign, writeLarge, writeMany, writeSmall } from './trees.ts'

/** Rendering, whole process against whole process of the real kustomize, in the same run: the ratios count. */
export function benchKustomize(): void {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'))
  try {
    const heading = ['render', 'seconds', 'peak MB', 'kustomize', 'ratio', 'at least']
    printTable([heading, ...WORKS.map((work) => work(folder)), ...growth(folder)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Work = (folder: string) => readonly string[]

const kustomize = binary('kustomize')

const large =
  (resources: number, times: number, theirTimes: number, wanted: string): Work =>
  (folder) => {
    const place = join(folder, `large-${resources}`)
    writeLarge(place, resources)
    const ours = measure(place, ['render', 'overlay'], times)
    const theirs = measureProgram(kustomize, place, [['build', 'overlay']], theirTimes)
    return line(`${resources} resources, full overlay`, ours, theirs.seconds, wanted)
  }

const many: Work = (folder) => {
  const place = join(folder, 'many')
  const roots = writeMany(place, 100)
  const ours = measure(place, ['render', '--all', 'overlays', '-o', join(folder, 'many-out')], 5)
  const theirs = measureProgram(
    kustomize,
    place,
    roots.map((root) => ['build', root]),
    1,
  )
  return line('100 small overlays', ours, theirs.seconds, '40')
}

const foreign: Work = (folder) => {
  const place = join(folder, 'foreign')
  const roots = writeForeign(place, 1000, definitions())
  const out = join(folder, 'foreign-out')
  const ours = measure(place, ['render', '--all', '.', '-o', out], 3)
  const theirs = measureProgram(
    kustomize,
    place,
    roots.map((root) => ['build', root]),
    1,
  )
  return line('1,000 kustomizations and 50 definitions', ours, theirs.seconds, '20')
}

const small =
  (patched: boolean): Work =>
  (folder) => {
    const place = join(folder, `small-${patched}`)
    writeSmall(place, patched)
    const ours = measure(place, ['render', 'overlay'], 15)
    const theirs = measureProgram(kustomize, place, [['build', 'overlay']], 15)
    const node = measureProgram(process.execPath, place, [['-e', '']], 15)
    const more = `empty Node + ${((ours.seconds - node.seconds) * 1000).toFixed(0)} ms`
    const what = patched ? 'one small overlay, merged' : `one small overlay: ${more}`
    return line(what, ours, theirs.seconds, patched ? '1.3' : 'empty Node + 30 ms')
  }

const WORKS: readonly Work[] = [
  small(true),
  small(false),
  large(500, 7, 3, '7'),
  many,
  foreign,
  large(4000, 5, 1, '150, 200 MB'),
]

/** Four times the work in at most 4.2 times the time. */
function growth(folder: string): readonly (readonly string[])[] {
  const [two, eight] = [2000, 8000].map((resources) => {
    const place = join(folder, `growth-${resources}`)
    writeLarge(place, resources)
    return measure(place, ['render', 'overlay'], 5)
  })
  if (!two || !eight) return []
  const ratio = (eight.seconds / two.seconds).toFixed(2)
  return [['growth, 2,000 to 8,000 resources', ratio, '', '', '', 'at most 4.2']]
}

const line = (
  what: string,
  ours: { readonly seconds: number; readonly megabytes: number },
  theirs: number,
  wanted: string,
): readonly string[] => [
  what,
  ours.seconds.toFixed(3),
  ours.megabytes.toFixed(0),
  theirs.toFixed(2),
  (theirs / ours.seconds).toFixed(1),
  wanted,
]
