import type { Random } from '../random.ts'
import type { Thing } from './names.ts'
import { scalar } from './scalars.ts'
import { type Body, holdsNotes, isBody, isList, type Value, type Way, waysOf } from './value.ts'
import { plainOf } from './write.ts'

/** A JSON 6902 patch: operations at places that the object has, or nearly has. */
export function operations(r: Random, thing: Thing): Value {
  const ways = waysOf(thing.body).filter(([way]) => !holdsNotes(way))
  return r.many(1, 3, () => operation(r, ways))
}

/** Steps that concern what an object is, or all of it. */
function rareOperation(r: Random, value: Value): Body {
  return r.pick<Body>([
    { op: 'replace', path: '/metadata/name', value: scalar(r) },
    { op: 'replace', path: '/metadata/namespace', value: 'prod' },
    { op: 'add', path: '/metadata/namespace', value: 'dev' },
    { op: 'replace', path: '/kind', value: 'Widget' },
    { op: 'remove', path: '/metadata/labels' },
    { op: 'remove', path: '/metadata/annotations' },
    { op: 'add', path: '/metadata/annotations', value: { note: scalar(r) } },
    { op: 'add', path: '/metadata/labels', value: { app: scalar(r) } },
    { op: 'copy', from: '/metadata/name', path: '/spec' },
    { op: 'test', path: '/kind', value: 'Deployment' },
    { op: 'add', path: '', value: { a: value } },
    { op: 'add', value },
    { op: 'frob', path: '/kind', value },
  ])
}

function operation(r: Random, ways: readonly (readonly [Way, Value])[]): Body {
  const [way, value] = r.pick(ways)
  if (r.chance(0.04)) return rareOperation(r, value)
  const path = pointer(way)
  const parent = pointer(way.slice(0, -1))
  const fresh = r.pick([
    `${parent}/new`,
    `${parent}/-`,
    `${parent}/0`,
    `${parent}/-1`,
    `${path}/new`,
  ])
  return r.weighted<() => Body>([
    [5, () => ({ op: 'replace', path, value: fitting(r, value) })],
    [
      3,
      () => ({
        op: 'add',
        path: Number.isInteger(way.at(-1)) ? `${parent}/-` : `${parent}/new`,
        value: fitting(r, value),
      }),
    ],
    [2, () => ({ op: 'add', path, value: fitting(r, value) })],
    [2, () => ({ op: 'remove', path })],
    [0.4, () => ({ op: 'test', path, value: plainOf(value) as Value })],
    [
      1,
      () => ({
        op: r.pick(['copy', 'move']),
        from: path,
        path: r.pick([`${parent}/copied`, pointer(r.pick(ways)[0])]),
      }),
    ],
    [0.6, () => ({ op: r.pick(['add', 'replace', 'remove']), path: fresh, value: scalar(r) })],
    [
      0.4,
      () => ({
        op: 'add',
        path: `/metadata/${r.pick(['labels', 'annotations'])}/a~1b`,
        value: scalar(r),
      }),
    ],
    [0.1, () => ({ op: 'replace', path: path.slice(1), value: scalar(r) })],
  ])()
}

const pointer = (way: Way): string =>
  way.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function fitting(r: Random, value: Value): Value {
  if (isList(value)) return r.chance(0.9) ? r.some(value, 0, value.length) : scalar(r)
  if (isBody(value)) return r.chance(0.9) ? { ...value, extra: scalar(r) } : scalar(r)
  return r.chance(0.9) ? scalar(r) : { a: scalar(r), b: [scalar(r)] }
}
