import { type Place, type Problem, UserError } from '../../core/finding.ts'
import { stepsOf } from '../../core/pointer.ts'
import { idOf, type Json } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import type { Files } from '../../core/tree.ts'
import type { Node } from '../../yaml/index.ts'
import { createSource } from '../build.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { isMap, textOf } from '../node/node.ts'
import { finish, type Rendered, type RenderOptions, renderedOf } from '../render.ts'
import {
  firstDifference,
  follow,
  type Hop,
  hopsTo,
  isSameValue,
  jsonOf,
  type Landing,
} from './hops.ts'
import { type Readings, readingsOf } from './readings.ts'
import { placeOfChange, type ValueChange } from './step-place.ts'
import { createTrace, type History, type Step } from './trace.ts'

/** One thing that made or changed an object: `resources`, `patches[1]`, `namespace`, `hash`, `names`… */
export type TracedStep = { readonly what: string; readonly place: Place }

/** One change of one value, and the line that it comes from; without a value it was removed. */
export type TracedChange = TracedStep & { readonly value: Json | undefined }

/** How a value came to be, oldest change first: the last one set it. */
export type Explanation = {
  /** JSON pointer in the rendered object; of what was there when it is no longer. */
  readonly pointer: string
  readonly value: Json | undefined
  readonly changes: readonly TracedChange[]
}

/** A rendered object that knows where everything in it comes from. Places are looked up when they are asked for. */
export type TracedObject = {
  /** `Deployment/web/tiles`, as in findings. */
  readonly id: string
  readonly rendered: Rendered
  /** Names that it had before prefixes, suffixes, hashes and patches. */
  readonly formerNames: readonly string[]
  readonly origin: () => Place
  /** Everything that changed it after it was made, in order. */
  readonly steps: () => readonly TracedStep[]
  /** `path` in steps: names, indices, `[name=web]`. Throws UserError when nothing ever stood there. */
  readonly explain: (path: readonly string[]) => Explanation
}

/** What a directory renders to, in output order, with its provenance. */
export type TracedBuild = {
  readonly objects: readonly TracedObject[]
  readonly warnings: readonly Problem[]
}

/** Render a kustomization directory and remember every step. Throws UserError. */
export function traceBuild(files: Files, root: string, options: RenderOptions = {}): TracedBuild {
  const restrictor = options.loadRestrictor ?? 'LoadRestrictionsRootOnly'
  const source = createSource(files, restrictor, createTrace())
  const { entries, warnings } = finish(source, root, options)
  const context: Context = { entries, readings: readingsOf(files) }
  return { objects: entries.map((entry) => tracedOf(entry, context)), warnings }
}

type Context = { readonly entries: readonly Entry[]; readonly readings: Readings }

function tracedOf(entry: Entry, context: Context): TracedObject {
  const rendered = renderedOf(entry)
  const whole = () => changesAt(entry, []).map((change) => told(change, entry, context))
  return {
    id: idOf(rendered.resource),
    rendered,
    formerNames: entry.former.map(({ name }) => name),
    origin: () => whole()[0]?.place ?? { file: entry.origin, line: 1, column: 1 },
    steps: () => whole().slice(1),
    explain: (path) => explain(entry, path, context),
  }
}

function explain(entry: Entry, path: readonly string[], context: Context): Explanation {
  const hops = hopsTo(entry.node, path)
  const changes = changesAt(entry, hops)
  const last = changes.at(-1)
  if (last === undefined) throw nothingAt(entry, path, hops)
  const landed = follow(entry.node, hops)
  return {
    pointer: landed.pointer,
    value: landed.value === undefined ? undefined : jsonOf(landed.value, landed.inBrackets),
    changes: changes.map((change) => ({
      ...told(change, entry, context),
      value: printedValue(follow(change.object, hops), hops),
    })),
  }
}

/** Steps after which the value at the end of the hops was another than before; of the whole object all of them. */
function changesAt(entry: Entry, hops: readonly Hop[]): readonly ValueChange[] {
  const changes: ValueChange[] = []
  let before: Node | undefined
  for (const { step, node: object, before: last } of oldestFirst(entry.history)) {
    const { value } = follow(object, hops)
    if (changes.length === 0 ? value !== undefined : !isSameValue(before, value))
      changes.push({ step, hops, former: last?.node, object, before, value })
    before = value
  }
  return changes
}

function oldestFirst(history: History | undefined): readonly History[] {
  const list: History[] = []
  for (let now = history; now !== undefined; now = now.before) list.push(now)
  return list.reverse()
}

function told(change: ValueChange, entry: Entry, context: Context): TracedStep {
  return { what: whatOf(change.step), place: placeFor(change, entry, context) }
}

/** The content decides on a hash, and the name of another object on a reference to it; the rest is written somewhere. */
function placeFor(change: ValueChange, entry: Entry, { entries, readings }: Context): Place {
  const { step, hops, object, before } = change
  const first = changesAt(entry, [])[0]
  if (step.work === 'hash' && first !== undefined)
    return placeOfChange({ ...first, hops }, readings)
  if (step.work === 'names' && hops.length === 0 && before !== undefined) {
    const way = hopsTo(object, firstDifference(before, object))
    const old = follow(before, way).value
    const part = { ...change, hops: way, before: old, value: follow(object, way).value }
    if (way.length > 0) return placeFor(part, entry, { entries, readings })
  }
  const referred = step.work === 'names' ? referredBy(change, entries) : undefined
  const named = referred === undefined ? undefined : renamingOf(referred)
  if (referred === undefined || named === undefined) return placeOfChange(change, readings)
  return placeFor(named, referred, { entries, readings })
}

/** The object whose new name a reference has taken over. */
function referredBy({ before, value }: ValueChange, entries: readonly Entry[]): Entry | undefined {
  const [old, now] = [before, value].map((node) => textOf(isMap(node) ? node.get('name') : node))
  return entries.find(
    (entry) => currentId(entry).name === now && entry.former.some(({ name }) => name === old),
  )
}

function renamingOf(entry: Entry): ValueChange | undefined {
  return changesAt(entry, hopsTo(entry.node, ['metadata', 'name'])).at(-1)
}

/** `patches[1]` for `/patches/1`. */
function whatOf({ pointer, work, object, plugin }: Step): string {
  if (work !== undefined || plugin !== undefined) return work ?? plugin ?? ''
  if (object !== undefined) return 'resources'
  return stepsOf(pointer).reduce(
    (text, step) =>
      /^\d+$/.test(step) ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`,
    '',
  )
}

/** A value as it is printed: annotations are texts in the end, however they were written. */
function printedValue({ value, inBrackets }: Landing, hops: readonly Hop[]): Json | undefined {
  if (value === undefined) return undefined
  const isAnnotation =
    hops.length === 3 &&
    ['metadata', 'annotations'].every((name, i) => {
      const hop = hops[i]
      return hop !== undefined && 'field' in hop && hop.field === name
    })
  return isAnnotation ? textOf(value) : jsonOf(value, inBrackets)
}

function nothingAt(entry: Entry, path: readonly string[], hops: readonly Hop[]): UserError {
  const { there: pointer } = follow(entry.node, hops)
  const depth = stepsOf(pointer).length
  const { value } = follow(entry.node, hops.slice(0, depth))
  const step = path[depth] ?? ''
  const fields = isMap(value) ? [...value.keys()] : []
  const there = Array.isArray(value) ? `a list of ${value.length}` : fields.join(', ')
  return new UserError({
    message: `${idOf(renderedOf(entry).resource)} has no ${path.join('/')}, and never had${didYouMean(step, fields)}`,
    hint: `at ${pointer || '/'} there is ${there || 'a single value'}`,
  })
}
