import { resolve } from 'node:path'
import { UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import type { Catalog, Judged } from '../validate/index.ts'
import type { Asked, Opinion, SecondJudge } from '../validate/second/judge.ts'
import type { Unit } from './check.ts'
import type { Filter } from './judge-units.ts'
import { objectsOf, type Subject } from './unit-objects.ts'

/** Asks a second judge about every object of the units; what it is told by each, by unit. */
export type Ask = (
  units: readonly Unit[],
  catalog: Catalog,
  filter: Filter,
) => Promise<ReadonlyMap<Unit, readonly Judged<Subject>[]>>

/** The judge that `--second-judge` names; a kubeconform at `path` where one is given, otherwise the one on the PATH. */
export async function secondJudge(
  cwd: string,
  name: string | undefined,
  path: string | undefined,
): Promise<Ask | undefined> {
  if (path !== undefined && name !== 'kubeconform')
    throw new UserError({
      message: '--kubeconform is given without --second-judge kubeconform',
      hint: 'add it, or leave the path out',
    })
  if (name === undefined) return undefined
  const judge =
    name === 'ajv'
      ? (await import('../validate/second/ajv.ts')).ajvJudge()
      : await kubeconformJudge(path === undefined ? 'kubeconform' : resolve(cwd, path))
  return (units, catalog, filter) => ask(judge, units, catalog, filter)
}

/** kubeconform at a path, or by its name where it is on the PATH. */
export async function kubeconformJudge(program: string): Promise<SecondJudge> {
  const { kubeconformHolds, opinionOf, roundsOf, TEMPLATE } = await import(
    '../validate/second/kubeconform.ts'
  )
  const { runKubeconform } = await import('../io/run-kubeconform.ts')
  return {
    name: 'kubeconform',
    holds: kubeconformHolds,
    judge: async (asked: readonly Asked[]): Promise<readonly Opinion[]> => {
      const answers = new Map<number, unknown>()
      for (const round of roundsOf(asked))
        for (const [number, entry] of await runKubeconform(program, {
          template: TEMPLATE,
          ...round,
        }))
          answers.set(number, entry)
      return asked.map((_, number) => {
        const entry = answers.get(number)
        return entry === undefined
          ? { kind: 'unable', why: 'it says nothing about it' }
          : opinionOf(entry as Parameters<typeof opinionOf>[0])
      })
    },
  }
}

/** It is asked about all of them at once, so here objects are kept. */
async function ask(
  judge: SecondJudge,
  units: readonly Unit[],
  catalog: Catalog,
  filter: Filter,
): Promise<ReadonlyMap<Unit, readonly Judged<Subject>[]>> {
  const { disagreements, questionsOf } = await import('../validate/second/disagreements.ts')
  const subjects = new Map<Resource, Subject | undefined>()
  const questions = units.flatMap((unit) => {
    const objects = [...objectsOf(unit, () => {})]
    for (const { resource, subject } of objects) subjects.set(resource, subject)
    const resources = objects.map(({ resource }) => resource)
    return questionsOf({ ...unit, resources }, catalog)
      .filter(({ resource }) => !filter.skips(resource) && !filter.refuses(resource))
      .map((question) => [unit, question] as const)
  })
  const opinions = await judge.judge(questions.map(([, question]) => question))
  const said = new Map<Unit, Judged<Subject>[]>()
  for (const [index, [unit, question]] of questions.entries()) {
    const opinion = opinions[index]
    if (opinion === undefined) throw new Error(`${judge.name} gave no opinion`)
    const found = disagreements(question, opinion, judge)
    const subject = subjects.get(question.resource)
    const all = said.get(unit) ?? []
    said.set(unit, all)
    all.push(
      ...found.map(({ finding }) => ({ finding: { ...finding, source: unit.source }, subject })),
    )
  }
  return said
}
