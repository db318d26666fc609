import type { Random } from '../random.ts'
import { type Field, type Layer, selector, target, writeBeside } from './layer.ts'
import { fields, type Thing } from './names.ts'
import { labelSelector } from './patches.ts'
import { text } from './scalars.ts'
import { type Body, holdsNotes, isBody, isList, type Value, type Way, waysOf } from './value.ts'

/** `replacements:` inline or in files, from fields and from `sourceValue`. */
export const replacements: Field = (layer) => {
  const { r } = layer
  return r.many(1, 2, () => {
    const own = r.chance(0.85) ? replacement(layer) : r.many(1, 2, () => replacement(layer))
    if (isBody(own) && r.chance(0.85)) return own
    return { path: writeBeside(layer, 'replacement', own) }
  })
}

/** One replacement. */
export function replacement(layer: Layer): Body {
  const { r } = layer
  const found = target(layer)
  return {
    ...(r.chance(0.12) ? { sourceValue: text(r) } : { source: sourceOf(layer, found) }),
    targets: r.many(1, 2, () => targetEntry(layer)),
  }
}

function sourceOf(layer: Layer, thing: Thing): Body {
  const { r } = layer
  const exact = { kind: thing.kind, name: thing.name }
  const scalars = waysOf(thing.body).filter(([, value]) => !isBody(value) && !isList(value))
  const way = r.pick(
    r.chance(0.97) ? scalars : waysOf(thing.body).filter(([w]) => !holdsNotes(w)),
  )[0]
  return {
    ...(r.chance(0.85) ? exact : selector(layer, thing)),
    ...fields(r, {
      fieldPath: [0.85, () => path(r, thing.body, way, false)],
      options: [
        0.2,
        () => ({
          delimiter: r.pick(['-', '.', '/', ':', '', 'a', '=']),
          index: r.int(3),
          ...fields(r, { create: [0.1, () => true] }),
        }),
      ],
    }),
  }
}

function targetEntry(layer: Layer): Body {
  const { r } = layer
  const thing = target(layer)
  const ways = waysOf(thing.body).filter(([way]) => !holdsNotes(way))
  const paths = r.many(1, 2, () => fieldPath(r, thing.body, ways))
  const fresh = paths.some((text) => text.includes('new') || text.includes('metadata'))
  return {
    select: r.weighted<() => Body>([
      [8, () => ({ kind: thing.kind, name: thing.name })],
      [2, () => selector(layer, thing)],
      [0.5, () => ({ name: '.*' })],
      [0.5, () => ({ kind: thing.kind, labelSelector: labelSelector(r) })],
    ])(),
    ...fields(r, {
      reject: [0.1, () => r.many(1, 2, () => selector(layer, target(layer)))],
      fieldPaths: [0.92, () => paths],
      options: [
        fresh ? 0.9 : 0.3,
        () =>
          fields(r, {
            create: [fresh ? 0.95 : 0.4, () => true],
            delimiter: [0.2, () => r.pick(['-', '.', '/', ':', '', '='])],
            index: [0.3, () => r.int(5) - 1],
          }),
      ],
    }),
  }
}

function fieldPath(r: Random, body: Body, ways: readonly (readonly [Way, Value])[]): string {
  const [way, value] = r.pick(ways)
  const own = path(r, body, way, true)
  return r.weighted<() => string>([
    [6, () => own],
    [isBody(value) ? 1 : 0.05, () => `${own}.new`],
    [1, () => path(r, body, [...way.slice(0, -1), 'new'], true)],
    [
      0.5,
      () => `metadata.${r.pick(['labels', 'annotations'])}.${r.pick(['app', '[a.b/c]', 'a\\.b'])}`,
    ],
    [
      typeof value === 'string' && /[{:]/.test(value) ? 6 : 0,
      () =>
        `${own}.${r.pick(['b', 'a.c', 'a.d.1', 'list.[name=n1].v', 'list.*.v', 'list.0', 'list.[name=n9].v', 'list', 'a.d.3', 'a.d.*', 'a.d.[=x]', 'a.e.f.0', 'b.c', 'b.d.0', 'a', 'new'])}`,
    ],
    [0.2, () => r.pick(['', '.', 'spec', 'metadata.name', '*', '-', 'a.-'])],
  ])()
}

/** A way in the dotted form of replacements, with one of the forms for each element. */
function path(r: Random, body: Value, way: Way, stars: boolean): string {
  let at: Value = body
  const steps = way.map((step) => {
    const here: Value = at
    at = (isList(here) ? here[Number(step)] : isBody(here) ? here[step] : null) ?? null
    if (typeof step === 'number') return element(r, step, at, stars)
    return step.includes('.') ? (r.chance(0.5) ? `[${step}]` : step.replaceAll('.', '\\.')) : step
  })
  return steps.join('.')
}

function element(r: Random, index: number, value: Value, stars: boolean): string {
  if (stars && r.chance(0.2)) return '*'
  if (isBody(value)) {
    const key = r.pick(Object.keys(value).length === 0 ? ['name'] : Object.keys(value))
    const own = value.name !== undefined && r.chance(0.8) ? 'name' : key
    const inner = value[own] ?? ''
    if (r.chance(0.75) && isFound(inner)) return `[${own}=${inner}]`
  }
  if (isFound(value) && r.chance(0.5)) return `[=${value}]`
  return String(index)
}

/** `vars:` with references in the patches of this layer's objects. */
export const vars: Field = (layer) => {
  const { r } = layer
  return r.some(['VAR', 'PORT', 'A'], 1, 2).map((name) => {
    const thing = target(layer)
    const way = r.pick(waysOf(thing.body).filter(([one]) => !holdsNotes(one)))[0]
    return {
      name,
      objref: {
        apiVersion: thing.apiVersion,
        kind: thing.kind,
        name: thing.name,
        ...fields(r, { namespace: [0.05, () => 'prod'] }),
      },
      ...fields(r, {
        fieldref: [
          0.7,
          () => ({
            fieldpath: path(r, thing.body, way, false)
              .replaceAll(/\.?\[[^\]]*=[^\]]*\]/g, '[0]')
              .replaceAll(/\.(\d+)/g, '[$1]'),
          }),
        ],
      }),
    }
  })
}

/** What finds itself as a regular expression: kustomize creates an element that does not for ever. */
const isFound = (value: Value): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && /^[\w ./:-]*$/.test(value))
