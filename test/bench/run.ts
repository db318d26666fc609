import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary } from '../oracle/binaries.ts'

/** Whole processes, as a user starts them; the median of several runs. Ratios are taken in the same run. */
const STRATA = join(process.cwd(), 'bin', 'strata.mjs')
/** Prints peak memory (KB) and processor time (µs) when the process ends. */
const REPORT = `data:text/javascript,process.on('exit',()=>{const r=process.resourceUsage();process.stderr.write('PEAK '+r.maxRSS+' '+(r.userCPUTime+r.systemCPUTime)+'\\n')})`

type Measured = { readonly seconds: number; readonly cpu: number; readonly megabytes: number }

function measure(cwd: string, args: readonly string[], times: number, before = () => {}): Measured {
  const runs = Array.from({ length: times }, () => {
    before()
    const start = process.hrtime.bigint()
    const done = spawnSync('node', ['--import', REPORT, STRATA, ...args], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
      maxBuffer: 1 << 30,
    })
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    if (done.status !== 0)
      throw new Error(`strata ${args.join(' ')}: ${done.stderr}${done.stdout.slice(0, 2000)}`)
    const [, peak = 0, cpu = 0] = /PEAK (\d+) (\d+)/.exec(done.stderr)?.map(Number) ?? []
    return { seconds, cpu: cpu / 1e6, megabytes: peak / 1024 }
  })
  return (
    runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(times / 2)] ?? {
      seconds: 0,
      cpu: 0,
      megabytes: 0,
    }
  )
}

/** base/ may hold files that people wrote: only what the lock file names goes. */
const OWNED = readFileSync('fleet.lock', 'utf8')
  .split('\n')
  .flatMap((line) => /^[0-9a-f]+ {2}(.+)$/.exec(line)?.[1] ?? [])

const empty = (folder: string) => (): void => {
  for (const path of [...OWNED, 'fleet.lock']) rmSync(join(folder, path), { force: true })
}

/** A fleet of many applications in three environments; about ten objects each. */
function synthetic(applications: number): string {
  const head = readFileSync('fleet.yaml', 'utf8')
  const clusters = head.slice(0, head.indexOf('\nenvironments:'))
  const lines = Array.from(
    { length: applications },
    (_, i) =>
      `  app-${i}: { uses: prefect-server, environments: { minikube: {}, nova: {}, openshift: {} } }`,
  )
  return `${clusters}\nenvironments: { minikube: {}, nova: {}, openshift: {} }\napplications:\n${lines.join('\n')}\n`
}

const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'))
const rows: string[][] = [['what', 'seconds', 'CPU s', 'peak MB', 'note']]
const show = (what: string, { seconds, cpu, megabytes }: Measured, note: string): void => {
  rows.push([what, seconds.toFixed(2), cpu.toFixed(2), megabytes.toFixed(0), note])
}

try {
  spawnSync('node', [STRATA, '--version'])
  show('strata --help', measure(folder, ['--help'], 7), 'loads no application')
  const shipped = join(folder, 'shipped')
  for (const path of ['fleet.yaml', 'base']) cpSync(path, join(shipped, path), { recursive: true })
  show(
    'generate, shipped fleet, cold',
    measure(shipped, ['generate'], 5, empty(shipped)),
    'target 1.5 s',
  )
  show(
    'generate --check, shipped fleet',
    measure(shipped, ['generate', '--check'], 5),
    'nothing written',
  )
  show('validate, shipped fleet', measure(shipped, ['validate'], 5), '')
  const sizes = [100, 300]
  const many = sizes.map((applications) => {
    const place = mkdtempSync(join(folder, 'many-'))
    writeFileSync(join(place, 'fleet.yaml'), synthetic(applications))
    const wipe = (): void => {
      for (const path of ['base', 'overlays', 'clusters', 'fleet.lock'])
        rmSync(join(place, path), { recursive: true, force: true })
    }
    const measured = measure(place, ['generate'], 3, wipe)
    const each = ((measured.seconds / applications) * 1000).toFixed(1)
    show(`generate, ${applications} applications × 3`, measured, `${each} ms each`)
    return { seconds: measured.seconds / applications, cpu: measured.cpu / applications }
  })
  const growth = (of: 'seconds' | 'cpu'): string =>
    ((many[1]?.[of] ?? 0) / (many[0]?.[of] ?? 1)).toFixed(2)
  rows.push([
    'the same per application, 300 : 100',
    growth('seconds'),
    growth('cpu'),
    '',
    'linear: 1.2',
  ])
  peer(shipped)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
for (const row of rows)
  process.stdout.write(
    `${row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()}\n`,
  )

/** Every overlay of the shipped fleet: one process of kustomize each, against one process of ours that renders them all. */
function peer(shipped: string): void {
  const kustomize = binary('kustomize')
  const roots = readdirSync(join(shipped, 'overlays')).map(
    (environment) => `overlays/${environment}`,
  )
  const start = process.hrtime.bigint()
  for (const root of roots) spawnSync(kustomize, ['build', root], { cwd: shipped })
  const theirs = Number(process.hrtime.bigint() - start) / 1e9
  const ours = measure(shipped, ['render', ...roots], 5)
  show(
    `render ${roots.length} environments`,
    ours,
    `kustomize build: ${theirs.toFixed(2)} s, ratio ${(theirs / ours.seconds).toFixed(1)}`,
  )
}
