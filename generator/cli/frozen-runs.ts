import { type Problem, UserError } from '../core/finding.ts'
import { digestOf } from '../core/lock.ts'
import { at, pointerTo } from '../core/pointer.ts'
import type { Resource } from '../core/resource.ts'
import type { Placement, Run } from '../fleet/types.ts'
import { createRenderer, type Rendering } from '../kustomize/index.ts'
import { fileNameOf, overlayFolder, type Repository } from '../layout/index.ts'
import type { Loaded } from './load.ts'
import { resourcesOf } from './prove.ts'

type Rendered = ReadonlyMap<string, Rendering>

/**
 * The spec of a Job cannot change once it is there, so the entry of a run, and all that it depends on, must stay what it
 * was when the repository was generated last. Throws one UserError that names every run that would change.
 */
export function refuseChangedRuns(
  loaded: Loaded,
  repository: Repository,
  rendered: Rendered,
): void {
  const placements = loaded.fleet.instances.flatMap((i) => i.placements)
  const problems = placements.flatMap((placement) => {
    if (placement.runs.length === 0) return []
    const changes = changesOf(placement, loaded, repository, rendered)
    return placement.runs.flatMap((run) =>
      jobsOf(placement, run).flatMap((job) => {
        const change = changes(job)
        return change === undefined ? [] : [problemOf(placement, run, job, change, loaded)]
      }),
    )
  })
  if (problems.length > 0) throw new UserError(problems)
}

/** The Jobs of a run as the application wants them; their names are what counts here. */
function jobsOf({ app, values, site }: Placement, run: Run): readonly Resource[] {
  const { resources = [] } = app.run?.resources(values, run, site) ?? {}
  return resources.filter(({ kind }) => kind === 'Job')
}

/** How a Job differs from what was generated last, in words; undefined when it is new or the same. */
function changesOf(
  { environment, instance }: Placement,
  { disk, lock }: Loaded,
  { tree }: Repository,
  rendered: Rendered,
): (job: Resource) => string | undefined {
  const root = `${overlayFolder(environment, instance)}/runs`
  const owned = [...lock.keys()].filter((path) => path.startsWith(`${root}/`))
  const untouched = owned.every((path) => {
    const content = disk.get(path)
    return typeof content === 'string' && digestOf(content) === lock.get(path)
  })
  const now = rendered.get(root)
  if (owned.length === 0 || now === undefined) return () => undefined
  if (untouched) {
    const before = resourcesOf(createRenderer(disk).render(root))
    return (job) => difference(specOf(before, job), specOf(resourcesOf(now), job), '/spec')
  }
  // Edited or lost files say nothing about the cluster; the lock file still knows the Job.
  return (job) => {
    const path = `${root}/${fileNameOf(job)}`
    const is = tree.get(path)
    const same = is === undefined || !lock.has(path) || lock.get(path) === digestOf(is)
    return same ? undefined : `${path}: no longer what was generated`
  }
}

const specOf = (resources: readonly Resource[], job: Resource): unknown =>
  resources.find((r) => r.kind === 'Job' && r.metadata.name === job.metadata.name)?.spec

/** The first place where two values differ; undefined when they are equal, or when one of them is not there at all. */
function difference(before: unknown, now: unknown, pointer: string): string | undefined {
  if (before === undefined || now === undefined || before === now) return undefined
  if (!isObject(before) || !isObject(now)) return `${pointer}: ${shown(before)} -> ${shown(now)}`
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [was, is] = [at(before, pointerTo('', key)), at(now, pointerTo('', key))]
    const here = pointerTo(pointer, key)
    if (was === undefined || is === undefined) return `${here}: ${shown(was)} -> ${shown(is)}`
    const deeper = difference(was, is, here)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

function problemOf(
  { instance, environment }: Placement,
  { id }: Run,
  job: Resource,
  change: string,
  { checked }: Loaded,
): Problem {
  const at = `${pointerTo(`${pointerTo('/applications', instance)}/environments`, environment)}/runs`
  const runs = checked.written.applications[instance]?.environments[environment]?.runs ?? []
  const index = runs.findIndex((run) => run.id === id)
  return {
    message: `run ${id} of ${instance} in ${environment} would change, and a Job cannot: ${job.metadata.name} at ${change}`,
    hint: `put back what has changed and start a new run (strata run ${instance} --environment ${environment}); or take the run out; "strata generate --force" if the Job is no longer in the cluster`,
    place: checked.place(`${at}/${index}`),
  }
}
