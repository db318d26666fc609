import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary } from '../oracle/binaries.ts'
import { type Measured, measure, measureProgram } from './measure.ts'
import { printTable } from './table.ts'

const row = (what: string, { seconds, cpu, megabytes }: Measured, note: string) =>
  [what, seconds.toFixed(2), cpu.toFixed(2), megabytes.toFixed(0), note] as const

/** What people wait for: `generate` and its relatives, on the shipped fleet and on large ones. */
export function benchFleet(): void {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'))
  try {
    const heading = ['what', 'seconds', 'CPU s', 'peak MB', 'note']
    printTable([heading, ...shippedRows(folder), ...growthRows(folder)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function shippedRows(folder: string): readonly (readonly string[])[] {
  const shipped = join(folder, 'shipped')
  for (const path of ['fleet.yaml', 'base']) cpSync(path, join(shipped, path), { recursive: true })
  const generate = ['generate']
  return [
    row('strata --help', measure(folder, ['--help'], 7), 'loads no application'),
    row(
      'generate, shipped fleet, cold',
      measure(shipped, generate, 5, empty(shipped)),
      'target 1.5 s',
    ),
    row('generate again', measure(shipped, generate, 5), 'nothing to write'),
    row('generate --check', measure(shipped, ['generate', '--check'], 5), ''),
    row('validate', measure(shipped, ['validate'], 5), ''),
    environmentsRow(shipped),
  ]
}

/** base/ may hold files that people wrote: only what the lock file names goes. */
const empty = (folder: string) => (): void => {
  const owned = readFileSync('fleet.lock', 'utf8')
    .split('\n')
    .flatMap((line) => /^[0-9a-f]+ {2}(.+)$/.exec(line)?.[1] ?? [])
  for (const path of [...owned, 'fleet.lock']) rmSync(join(folder, path), { force: true })
}

/** Every overlay of the shipped fleet: one process of kustomize each, against one of ours that renders them all. */
function environmentsRow(shipped: string): readonly string[] {
  const roots = readdirSync(join(shipped, 'overlays')).map((name) => `overlays/${name}`)
  const builds = roots.map((root) => ['build', root])
  const theirs = measureProgram(binary('kustomize'), shipped, builds, 3)
  const ours = measure(shipped, ['render', ...roots], 5)
  const ratio = (theirs.seconds / ours.seconds).toFixed(1)
  const note = `kustomize build: ${theirs.seconds.toFixed(2)} s, ratio ${ratio}`
  return row(`render ${roots.length} environments`, ours, note)
}

function growthRows(folder: string): readonly (readonly string[])[] {
  const sizes = [100, 300]
  const all = sizes.map((applications) => {
    const place = mkdtempSync(join(folder, 'many-'))
    writeFileSync(join(place, 'fleet.yaml'), synthetic(applications))
    const wipe = (): void => {
      for (const path of ['base', 'overlays', 'clusters', 'fleet.lock'])
        rmSync(join(place, path), { recursive: true, force: true })
    }
    return measure(place, ['generate'], 3, wipe)
  })
  const rows = all.map((measured, i) => {
    const each = ((measured.seconds / (sizes[i] ?? 1)) * 1000).toFixed(1)
    return row(`generate, ${sizes[i]} applications × 3`, measured, `${each} ms each`)
  })
  const growth = (of: 'seconds' | 'cpu') =>
    ((all[1]?.[of] ?? 0) / 3 / (all[0]?.[of] ?? 1)).toFixed(2)
  const last = [
    'the same per application, 300 : 100',
    growth('seconds'),
    growth('cpu'),
    '',
    'linear: 1.2',
  ]
  return [...rows, last]
}

/** A fleet of many applications in three environments; about ten objects each. */
function synthetic(applications: number): string {
  const head = readFileSync('fleet.yaml', 'utf8')
  const clusters = head.slice(0, head.indexOf('\nenvironments:'))
  const everywhere = 'environments: { minikube: {}, nova: {}, openshift: {} }'
  const lines = Array.from(
    { length: applications },
    (_, i) => `  app-${i}: { uses: prefect-server, ${everywhere} }`,
  )
  return `${clusters}\n${everywhere}\napplications:\n${lines.join('\n')}\n`
}
