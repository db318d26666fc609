import { posix } from 'node:path'
import type { Problem } from '../../core/finding.ts'
import type { Files } from '../../core/tree.ts'
import type { Entry } from '../identity/entry.ts'
import { warnings } from './index.ts'
import { containersOf } from './pods.ts'
import type { Built } from './warning.ts'

const checks = warnings.flatMap(({ check }) => (check === undefined ? [] : [check]))
const objectChecks = warnings.flatMap(({ checkObject }) => checkObject ?? [])

/** What was told while building, and what the finished build shows; each problem once. */
export function warningsOf(
  told: readonly Problem[],
  build: Omit<Built, 'sources'>,
): readonly Problem[] {
  const built: Built = { ...build, sources: sourcesOf(build.entries) }
  const all = [...told]
  for (const check of checks) all.push(...check(built))
  for (const entry of built.entries) {
    const object = { entry, containers: containersOf(entry.node) }
    for (const check of objectChecks) {
      const found = check(object, built.survey)
      if (found !== undefined) all.push(...found)
    }
  }
  if (all.length < 2) return all
  const unique = new Map(all.map((problem) => [JSON.stringify(problem), problem]))
  return [...unique.values()]
}

/** Neighbours mostly have the same, which is cheaper to see than to look up. */
function sourcesOf(entries: readonly Entry[]): readonly string[] {
  const sources = new Set<string>()
  let before: Pick<Entry, 'origin' | 'patches'> = { origin: '', patches: [] }
  for (const { origin, patches } of entries) {
    if (origin !== before.origin) sources.add(origin)
    for (let i = 0; i < patches.length; i++)
      if (patches[i] !== before.patches[i]) sources.add(patches[i] ?? '')
    before = { origin, patches }
  }
  return [...sources]
}

/** The kustomization files of directories that took part in a build. */
export function kustomizationsIn(files: Files, directories: readonly string[]): readonly string[] {
  return [...new Set(directories)].flatMap((directory) =>
    ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
      .map((name) => posix.join(directory, name))
      .filter((file) => files.has(file)),
  )
}
