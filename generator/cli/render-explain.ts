import { resolve } from 'node:path'
import type { Place } from '../core/finding.ts'
import { relativeErrors, shortenerFor } from '../core/relative-paths.ts'
import { diskFiles, rootOf } from '../io/disk-files.ts'
import {
  type Explanation,
  type TracedChange,
  type TracedObject,
  type TracedStep,
  traceBuild,
} from '../kustomize/provenance/explain.ts'
import type { World } from './command.ts'
import { findObject } from './find-object.ts'
import type { Rendering } from './render-options.ts'

/** Print where an object, or one value in it, comes from and what changed it. Throws UserError. */
export function explainObject(
  { cwd, out }: World,
  { directories, explain = '', format, ...options }: Rendering,
): number {
  const told = relativeErrors(cwd, () => {
    const root = rootOf(resolve(cwd, directories[0] ?? '.'))
    const { objects } = traceBuild(diskFiles(), root, options)
    const { object, path } = findObject(objects, explain)
    return path.length === 0 ? aboutObject(object, cwd) : aboutValue(object, path, cwd)
  })
  const text = 'pointer' in told ? valueText(told) : objectText(told)
  out(format === 'json' ? `${JSON.stringify(told, undefined, 2)}\n` : text)
  return 0
}

type AboutObject = {
  readonly id: string
  readonly origin: Place
  readonly steps: readonly TracedStep[]
}
type AboutValue = { readonly id: string } & Explanation

function aboutObject(object: TracedObject, cwd: string): AboutObject {
  const here = relativeTo(cwd)
  return { id: object.id, origin: here(object.origin()), steps: object.steps().map(stepFrom(here)) }
}

function aboutValue(object: TracedObject, path: readonly string[], cwd: string): AboutValue {
  const explanation = object.explain(path)
  const changes = explanation.changes.map(stepFrom(relativeTo(cwd)))
  return { id: object.id, ...explanation, changes }
}

type Here = (place: Place) => Place

function stepFrom(here: Here): <S extends TracedStep>(step: S) => S {
  return (step) => ({ ...step, place: here(step.place) })
}

/** Files of the disk have no leading slash; below the current folder none is wanted. */
function relativeTo(cwd: string): Here {
  const short = shortenerFor(cwd)
  return ({ file, ...place }) => ({ file: short(`/${file}`), ...place })
}

function objectText({ id, origin, steps }: AboutObject): string {
  const lines = [
    `  ${where(origin)}  made it`,
    ...steps.map((step) => `  ${where(step.place)}  ${doing(step)}`),
  ]
  return `${id}\n${lines.join('\n')}\n`
}

function valueText({ id, pointer, changes }: AboutValue): string {
  const blocks = changes.toReversed().map((change, i) => {
    const line = `  ${i === 0 ? 'is ' : 'was'} ${shown(change)}\n`
    return `${line}      ${where(change.place)}  ${doing(change)}\n`
  })
  return `${id} ${pointer}\n${blocks.join('')}`
}

const where = ({ file, line, column }: Place): string => `${file}:${line}:${column}`

function shown({ value }: TracedChange): string {
  if (value === undefined) return 'not there'
  const text = JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** Steps that no field of a kustomization asks for, as people say them. */
const words: Readonly<Record<string, string>> = {
  resources: 'resource file',
  hash: 'hash of the content',
  names: 'name of another object',
}

const doing = ({ what }: TracedStep): string => words[what] ?? what
