import type { Desired, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { inserterJob, itemsConfig, linesOf } from './inserter.ts'
import { runNames } from './labels.ts'
import type { OdcRun, OdcValues } from './values.ts'
import { itemProblems, writeItems } from './work-items.ts'
import { workerJob } from './worker.ts'

/** One run: its items and scripts, the Job that inserts them once, the Job that works them off. */
export function runObjects(values: OdcValues, run: OdcRun, site: Site): Desired {
  return {
    resources: [inserterJob(values, run, site.instance), workerJob(values, run, site.instance)],
    configs: [itemsConfig(values, run, site)],
  }
}

// Kubernetes takes 1 MiB for the whole ConfigMap.
const MOST_BYTES = 1_000_000
// More than that is not even read: comments and rpush around the items cannot be the reason.
const MOST_READ = 20 * MOST_BYTES
const MOST_TOLD = 20

/** Everything that makes a run impossible or surprising. */
export function runProblems(run: OdcRun, site: Site): readonly ValueProblem[] {
  const { workItems, items } = run.values
  const { inserter: longest } = runNames(site.instance, run.id)
  const found: ValueProblem[] = []
  const report = (pointer: string, message: string, hint: string) =>
    found.push({ pointer, message, hint })
  if (longest.length > 63)
    report(
      '/id',
      `"${longest}" has ${longest.length} characters, a Job name at most 63`,
      'shorten the id of the run',
    )
  if ((workItems === undefined) === (items === undefined))
    report(
      '',
      'a run needs either workItems or items',
      'name a file in workItems, or list the items',
    )
  else found.push(...contentProblems(run, site))
  return found
}

function contentProblems(run: OdcRun, site: Site): readonly ValueProblem[] {
  const { workItems } = run.values
  const size = workItems === undefined ? 0 : site.file(workItems).length
  if (workItems !== undefined && size > MOST_READ) return [tooLarge('/workItems', workItems, size)]
  const lines = linesOf(run, site)
  const pointer = (line: number) => (workItems === undefined ? `/items/${line - 1}` : '/workItems')
  const where = (line: number) =>
    workItems === undefined ? `item ${line}` : `${workItems}:${line}`
  const seen = new Map<string, number>()
  const found = lines.flatMap(({ line, item, wrong }): readonly ValueProblem[] => {
    const text = JSON.stringify(item)
    const first = seen.get(text)
    const messages = wrong !== undefined ? [wrong] : itemProblems(item)
    if (first === undefined) seen.set(text, line)
    const twice = first === undefined || wrong !== undefined ? [] : [`is ${where(first)} again`]
    return [...messages, ...twice].map((message) => ({
      pointer: pointer(line),
      message: `${where(line)} ${message}`,
      hint: 'a work item is JSON with job_code, product, query_{x,y}_{from,to}, time_from, time_to, output_crs',
    }))
  })
  if (lines.length === 0)
    return [
      {
        pointer: '/workItems',
        message: `${workItems} holds no work item`,
        hint: 'add one per line',
      },
    ]
  const bytes = new TextEncoder().encode(writeItems(lines.map(({ item }) => item))).length
  if (bytes > MOST_BYTES) return [tooLarge(pointer(1), workItems ?? 'the list', bytes)]
  return found.length <= MOST_TOLD ? found : [...found.slice(0, MOST_TOLD), more(found)]
}

const tooLarge = (pointer: string, name: string, bytes: number): ValueProblem => ({
  pointer,
  message: `the items of ${name} have ${bytes} bytes, a ConfigMap takes ${MOST_BYTES}`,
  hint: 'make several runs of them',
})

const more = (found: readonly ValueProblem[]): ValueProblem => ({
  pointer: found[MOST_TOLD]?.pointer ?? '',
  message: `and ${found.length - MOST_TOLD} more problems of this kind`,
  hint: 'correct the first ones, and run again',
})
