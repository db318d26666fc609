import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Resource } from '../../generator/core/resource.ts'
import { argocd, type DeliveryPlan } from '../../generator/gitops/index.ts'
import { moduleFolder } from '../e2e/build-go.ts'
import { exec } from '../e2e/exec.ts'
import { withSet } from '../gitops/read-back.ts'

const MODULE = 'github.com/argoproj/argo-cd/v3'
const VERSION = '3.2.11'

/** Argo CD's own code must make the very Applications of the explicit form out of our ApplicationSet, for every plan. */
export async function compareApplicationSets(
  plans: readonly DeliveryPlan[],
): Promise<readonly string[]> {
  const program = await built()
  const sets = plans.map((plan) => argocd(withSet(plan)).synced[0])
  const run = spawnSync(program, { input: JSON.stringify(sets), maxBuffer: 2 ** 28 })
  if (run.status !== 0) throw new Error(`application-sets: ${run.error ?? run.stderr}`)
  const expanded = JSON.parse(`${run.stdout}`) as readonly (readonly Resource[])[]
  return plans.flatMap((plan, i) => {
    const wanted = new Map(explicit(plan).map((r) => [r.metadata.name, said(r)]))
    const found = new Map((expanded[i] ?? []).map((r) => [r.metadata.name, said(r)]))
    return [...new Set([...wanted.keys(), ...found.keys()])]
      .filter((name) => !isDeepStrictEqual(wanted.get(name), found.get(name)))
      .map((name) => `${plan.cluster}, ${name}: ${JSON.stringify(found.get(name))}`)
  })
}

const explicit = (plan: DeliveryPlan): readonly Resource[] =>
  argocd({ ...plan, engine: { ...plan.engine, applicationSet: false } }).synced

/** What we say of an Application, without what the program adds to every object (an empty status, a null time). */
function said({ metadata, spec }: Resource): unknown {
  const { name, namespace, labels, annotations, finalizers } = metadata
  return JSON.parse(JSON.stringify({ name, namespace, labels, annotations, finalizers, spec }))
}

/** Path of the program, built when it is not there yet. Throws when Go is missing: a judge is never skipped. */
async function built(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const source = join(import.meta.dirname, 'application-sets.go')
  const path = join(cache, 'strata', `application-sets-${VERSION}`)
  if (existsSync(path)) return path
  process.stderr.write(`building application-sets with Go and Argo CD ${VERSION}, once\n`)
  const upstream = await moduleFolder(MODULE, VERSION)
  const cwd = mkdtempSync(join(tmpdir(), 'strata-build-'))
  try {
    const requirements = readFileSync(join(upstream, 'go.mod'), 'utf8')
    writeFileSync(join(cwd, 'go.mod'), requirements.replace(/^module .*$/m, 'module wrapper'))
    copyFileSync(join(upstream, 'go.sum'), join(cwd, 'go.sum'))
    copyFileSync(source, join(cwd, 'main.go'))
    await exec('go', ['mod', 'edit', `-require=${MODULE}@v${VERSION}`], { cwd })
    const flags = ['-mod=mod', '-buildvcs=false', '-trimpath', '-ldflags', '-s -w ']
    const partial = `${path}.${process.pid}`
    await exec('go', ['build', ...flags, '-o', partial, '.'], { cwd, env: { CGO_ENABLED: '0' } })
    renameSync(partial, path)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
  return path
}
