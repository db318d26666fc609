import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { reporters } from '../../generator/report/index.ts'
import { NASTY, report } from '../report/nasty.ts'

/** Programs that others have written read our reports of objects with hostile names. */
export async function formatDisagreements(): Promise<readonly string[]> {
  return [...junitByGo(), ...(await tapByParser())]
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

/** The TAP reader of node-tap finds a point for each source: none is a directive, none is out of order. */
async function tapByParser(): Promise<readonly string[]> {
  const { Parser } = (await import(pathToFileURL(fetchedParser()).href)) as TapParser
  const events = Parser.parse(print('tap'))
  const told = (name: string): readonly unknown[] =>
    events.filter(([event]) => event === name).map(([, value]) => value)
  const points = told('assert') as readonly Point[]
  const failed = points.filter(({ ok }) => !ok).length
  const directed = points.filter(({ todo, skip }) => Boolean(todo) || Boolean(skip))
  const [{ failures = [] } = {}] = told('complete') as readonly Complete[]
  const odd = failures.filter(({ tapError }) => typeof tapError === 'string')
  const seen = `${points.length} points, ${failed} failed, ${directed.length} directives, ${odd.length} errors`
  const wanted = `${NASTY.length + 1} points, ${NASTY.length} failed, 0 directives, 0 errors`
  return seen === wanted ? [] : [`tap: ${seen}; wanted ${wanted}`]
}

type Point = { readonly ok: boolean; readonly todo?: unknown; readonly skip?: unknown }
type Complete = { readonly failures?: readonly { readonly tapError?: unknown }[] }
type TapParser = {
  readonly Parser: {
    readonly parse: (text: string) => readonly (readonly [event: string, value: unknown])[]
  }
}

/** Kept outside of the tree: nothing else needs it. */
function fetchedParser(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const folder = join(cache, 'strata', 'tap-parser-18.3.4')
  const entry = join(folder, 'node_modules/tap-parser/dist/esm/index.js')
  if (existsSync(entry)) return entry
  mkdirSync(folder, { recursive: true })
  const install = ['install', '--no-audit', '--no-fund', '--prefix', folder, 'tap-parser@18.3.4']
  execFileSync('npm', install, { stdio: 'ignore' })
  return entry
}
