import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reporters } from '../../generator/report/index.ts'
import { NASTY, report } from '../report/nasty.ts'

/** Programs that others have written read our reports of objects with hostile names. */
export function formatDisagreements(): readonly string[] {
  return [...junitByGo(), ...tapByPerl()]
}

const print = (name: keyof typeof reporters): string => reporters[name](report, (_, text) => text)

type Junit = {
  readonly tests: number
  readonly failures: number
  readonly suites: readonly {
    readonly name: string
    readonly tests: number
    readonly cases: readonly {
      readonly name: string
      readonly failures: readonly unknown[] | null
    }[]
  }[]
}

/** What XML cannot hold is written as U+FFFD. */
const inXml = (text: string): string =>
  text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')

/** Go's XML reader finds a suite for each source, with the name that it has. */
function junitByGo(): readonly string[] {
  const program = join(import.meta.dirname, 'junit.go')
  const input = print('junit')
  const run = spawnSync('go', ['run', program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (run.status !== 0) return [`Go cannot read junit: ${run.error ?? run.stderr}`]
  const read = JSON.parse(run.stdout) as Junit
  const cases = read.suites.flatMap((suite) => suite.cases)
  const names = read.suites.map(({ name }) => name).join('\n')
  const wanted = (report.sources ?? []).map(inXml).join('\n')
  return [
    ...(names === wanted ? [] : [`junit: the suites are ${names}, not ${wanted}`]),
    ...(cases.length === read.tests ? [] : [`junit: ${cases.length} cases, ${read.tests} counted`]),
    ...(cases.filter(({ failures }) => failures !== null).length === read.failures
      ? []
      : [`junit: ${read.failures} failures counted`]),
  ]
}

/** Perl's TAP reader finds a point for each source: none is a directive, none is out of order. */
function tapByPerl(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'strata-tap-'))
  try {
    writeFileSync(join(folder, 'report.tap'), print('tap'))
    const run = spawnSync('prove', ['--exec', 'cat', join(folder, 'report.tap')], {
      encoding: 'utf8',
    })
    if (run.error !== undefined) return [`prove (Perl) is needed: ${run.error}`]
    const counts = `Tests: ${NASTY.length + 1} Failed: ${NASTY.length}`
    const isRead = run.stdout.includes(counts) && !/Parse errors|TODO passed/.test(run.stdout)
    return isRead ? [] : [`tap: wanted ${counts}, prove says ${run.stdout}`]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
