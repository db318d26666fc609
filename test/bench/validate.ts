import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { binary } from '../oracle/binaries.ts'
import { writeManifest, writeManifests } from './manifests.ts'
import { type Measured, measure, measureProgram } from './measure.ts'
import { printTable } from './table.ts'

/**
 * Validating with all rules, whole process against whole process of the real kubeconform, which reads the same schemas from
 * the disk and knows no rules; in the same run: the ratios count.
 */
export function benchValidate(): void {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'))
  try {
    const heading = ['validate', 'seconds', 'CPU', 'peak MB', 'kubeconform', 'ratio', 'at least']
    printTable([heading, many(folder), one(folder), ...stream(folder)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const VERSION = '1.34'

const ours = (folder: string, path: string, times: number): Measured =>
  measure(folder, ['validate', path, '--kubernetes-version', VERSION], times)

function theirs(folder: string, path: string, times: number): Measured {
  const custom = `${resolve('schemas')}/crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`
  const native = join(folder, 'schemas')
  if (!existsSync(native)) writeSchemas(native)
  const locations = ['-schema-location', native, '-schema-location', custom]
  const args = ['-strict', '-summary', '-kubernetes-version', `${VERSION}.0`, ...locations, path]
  return measureProgram(binary('kubeconform'), folder, [args], times)
}

/** The layout that is quickest for kubeconform: in the file of each kind the definitions that it needs, and no others. */
function writeSchemas(place: string): void {
  const name = `v${VERSION}.0-standalone-strict`
  const { definitions } = json(join('schemas', name, '_definitions.json')) as Definitions
  mkdirSync(join(place, name), { recursive: true })
  for (const file of readdirSync(join('schemas', name)).filter((one) => !one.startsWith('_'))) {
    const { $ref = '' } = json(join('schemas', name, file)) as { readonly $ref?: string }
    const needed = new Map<string, unknown>()
    need($ref, definitions, needed)
    const own = { $ref: $ref.replace(/^.*#/, '#'), definitions: Object.fromEntries(needed) }
    writeFileSync(join(place, name, file), JSON.stringify(own))
  }
}

type Definitions = { readonly definitions: Readonly<Record<string, unknown>> }

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** A definition and all that it refers to. */
function need(ref: string, all: Definitions['definitions'], needed: Map<string, unknown>): void {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  if (needed.has(name)) return
  needed.set(name, all[name])
  for (const [, other = ''] of JSON.stringify(all[name]).matchAll(/"\$ref":"([^"]*)"/g))
    need(other, all, needed)
}

function many(folder: string): readonly string[] {
  writeManifests(join(folder, 'many'), 4000)
  const what = '4,000 manifests in 500 files'
  return line(what, ours(folder, 'many', 9), theirs(folder, 'many', 9), '2')
}

function one(folder: string): readonly string[] {
  writeManifests(join(folder, 'one'), 8)
  const mine = ours(folder, 'one/app-0.yaml', 15)
  const node = measureProgram(process.execPath, folder, [['-e', '']], 15)
  const more = `empty Node + ${((mine.seconds - node.seconds) * 1000).toFixed(0)} ms`
  return line(
    `one file of 8: ${more}`,
    mine,
    theirs(folder, 'one/app-0.yaml', 5),
    'empty Node + 30 ms',
  )
}

/** Four times the work in at most 4.2 times the time, and without four times the memory. */
function stream(folder: string): readonly (readonly string[])[] {
  const [few, all] = [25_000, 100_000].map((objects) => {
    const file = `${objects}.yaml`
    writeManifest(join(folder, file), objects)
    return { file, measured: ours(folder, file, 1) }
  })
  if (few === undefined || all === undefined) return []
  const growth = (all.measured.cpu / few.measured.cpu).toFixed(2)
  return [
    line('25,000 manifests in one file', few.measured, theirs(folder, few.file, 1), ''),
    line(
      '100,000 manifests in one file, 50 MB',
      all.measured,
      theirs(folder, all.file, 1),
      '300 MB',
    ),
    ['growth of CPU, 25,000 to 100,000', growth, '', '', '', '', 'at most 4.2'],
  ]
}

const line = (what: string, mine: Measured, other: Measured, wanted: string): readonly string[] => [
  what,
  mine.seconds.toFixed(3),
  mine.cpu.toFixed(2),
  mine.megabytes.toFixed(0),
  other.seconds.toFixed(2),
  (other.seconds / mine.seconds).toFixed(1),
  wanted,
]
