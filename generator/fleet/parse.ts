import { type Problem, UserError } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'
import type { FileTree } from '../core/tree.ts'
import { clusterProblems } from './cluster-problems.ts'
import { withoutNulls } from './complete.ts'
import { judge, type SchemaProblem } from './judge.ts'
import { structureSchema } from './schema.ts'
import { mergeSources, type Sources } from './sources.ts'
import type { App, Catalog } from './types.ts'
import type { Written, WrittenApplication } from './written.ts'

/** fleet.yaml after every check that needs no application code: structure, names, types of all values. */
export type Checked = { readonly written: Written; readonly place: Sources['place'] }

/** The only way to a Checked fleet. Throws one UserError with all problems of all files. */
export function parseFleet(files: FileTree, catalog: Catalog): Checked {
  const { document, place } = mergeSources(files)
  const placed = (p: SchemaProblem): Problem => ({
    message: p.message,
    hint: p.hint,
    place: place(p.pointer, p.key === true),
  })
  const structure = judge(structureSchema(catalog))(document)
  if (structure.length > 0) throw new UserError(structure.map(placed))
  const nothing = emptiness(document)
  if (nothing.length > 0) throw new UserError(nothing.map(placed))
  const written = document as unknown as Written
  const problems = [
    ...Object.entries(written.clusters).flatMap(([name, c]) => clusterProblems(name, c)),
    ...environmentProblems(written),
    ...applicationProblems(written, catalog),
  ]
  if (problems.length > 0) throw new UserError(problems.map(placed))
  return { written, place }
}

function emptiness(written: Partial<Written>): SchemaProblem[] {
  const needed = {
    repository: 'say where this repository is: { url: https://... }',
    clusters: 'name at least one cluster',
    environments: 'name at least one environment',
    applications: 'name at least one application',
  } as const
  return Object.entries(needed).flatMap(([section, hint]) => {
    const value = written[section as keyof typeof needed]
    const nothing = value === undefined || Object.keys(value).length === 0
    return nothing ? [{ pointer: '', message: `"${section}" is missing or empty`, hint }] : []
  })
}

function environmentProblems({ environments, clusters }: Written): SchemaProblem[] {
  return Object.entries(environments).flatMap(([name, environment]) => {
    const cluster = environment?.cluster ?? name
    if (Object.hasOwn(clusters, cluster)) return []
    const named = environment?.cluster !== undefined
    return [
      {
        pointer: pointerTo(pointerTo('/environments', name), 'cluster'),
        key: !named,
        message: `environment "${name}" lives in cluster "${cluster}", which is not there${didYouMean(cluster, Object.keys(clusters))}`,
        hint: `clusters: ${Object.keys(clusters).join(', ')}`,
      },
    ]
  })
}

function applicationProblems(written: Written, catalog: Catalog): SchemaProblem[] {
  const judges = new Map<App, ReturnType<typeof judgesOf>>()
  return Object.entries(written.applications).flatMap(([name, application]) => {
    const pointer = pointerTo('/applications', name)
    const app = catalog.apps.find((a) => a.name === application.uses)
    const places = placementProblems(pointer, application, written)
    if (!app) return [unknownApp(pointer, application.uses, catalog), ...places]
    const judged = judges.get(app) ?? judgesOf(app)
    judges.set(app, judged)
    return [...places, ...valueProblems(pointer, application, judged, app)]
  })
}

const unknownApp = (pointer: string, uses: string, { apps }: Catalog): SchemaProblem => {
  const names = apps.map((a) => a.name)
  return {
    pointer: `${pointer}/uses`,
    message: `there is no application "${uses}" in the catalog${didYouMean(uses, names)}`,
    hint: `use one of ${names.join(', ')}`,
  }
}

function placementProblems(
  pointer: string,
  { environments }: WrittenApplication,
  written: Written,
): SchemaProblem[] {
  const known = Object.keys(written.environments)
  return Object.keys(environments).flatMap((name) =>
    Object.hasOwn(written.environments, name)
      ? []
      : [
          {
            pointer: pointerTo(`${pointer}/environments`, name),
            key: true,
            message: `there is no environment "${name}"${didYouMean(name, known)}`,
            hint: `environments: ${known.join(', ')}`,
          },
        ],
  )
}

type Judge = ReturnType<typeof judge>
const judgesOf = (app: App): { values: Judge; run: Judge | undefined } => ({
  values: judge(app.values.json),
  run: app.run ? judge(app.run.values.json) : undefined,
})

function valueProblems(
  pointer: string,
  application: WrittenApplication,
  judges: ReturnType<typeof judgesOf>,
  app: App,
): SchemaProblem[] {
  const under = (at: string, values: unknown, by: Judge): SchemaProblem[] =>
    values === undefined || values === null
      ? []
      : by(withoutNulls(values)).map((p) => ({ ...p, pointer: at + p.pointer }))
  return [
    ...under(`${pointer}/values`, application.values, judges.values),
    ...Object.entries(application.environments).flatMap(([name, placement]) => {
      const at = pointerTo(`${pointer}/environments`, name)
      const runs = (placement?.runs ?? []).flatMap((run, i) =>
        judges.run
          ? under(`${at}/runs/${i}/values`, run.values ?? {}, judges.run)
          : [
              {
                pointer: `${at}/runs`,
                message: `${app.name} has no one-shot Jobs, so no runs`,
                hint: 'remove runs',
              },
            ],
      )
      return [...under(`${at}/values`, placement?.values, judges.values), ...runs]
    }),
  ]
}
