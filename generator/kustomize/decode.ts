import type { Problem } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import { didYouMean } from '../core/suggest.ts'

/** What a field of kustomization.yaml may hold. `any` is passed on unread. */
export type Shape =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'any'
  | { readonly list: Shape }
  | { readonly map: 'string' }
  | { readonly fields: Readonly<Record<string, Shape>> }

/** A mistake, and the JSON pointer of what is wrong. */
export type Mistake = { readonly pointer: string; readonly key?: boolean } & Problem

/**
 * Read a JSON value the way Go's decoder reads it into a struct: field names in any case, unknown ones are
 * mistakes, null is as good as absent, no value changes its type. The result has the names as declared.
 */
export function decode(value: unknown, shape: Shape, report: (mistake: Mistake) => void): unknown {
  return read(value, shape, '', report)
}

type Report = (mistake: Mistake) => void

function read(value: unknown, shape: Shape, pointer: string, report: Report): unknown {
  if (value === null || value === undefined) return undefined
  if (shape === 'any') return value
  if (typeof shape === 'string') return readScalar(value, shape, pointer, report)
  if ('list' in shape) {
    if (Array.isArray(value))
      return value.map((element, i) => {
        const read1 = read(element, shape.list, `${pointer}/${i}`, report)
        return read1 ?? emptyOf(shape.list)
      })
    return wrong(value, 'a list', pointer, report)
  }
  if (typeof value !== 'object' || Array.isArray(value))
    return wrong(value, 'a map', pointer, report)
  return 'map' in shape
    ? readMap(value, pointer, report)
    : readFields(value, shape.fields, pointer, report)
}

/** Go's zero value for a null in a list. */
function emptyOf(shape: Shape): unknown {
  if (typeof shape !== 'string') return 'list' in shape ? [] : {}
  return shape === 'string' ? '' : shape === 'boolean' ? false : shape === 'integer' ? 0 : null
}

function readScalar(value: unknown, shape: string, pointer: string, report: Report): unknown {
  const fits = shape === 'integer' ? Number.isInteger(value) : typeof value === shape
  if (fits) return value
  return wrong(value, shape === 'boolean' ? 'true or false' : `a ${shape}`, pointer, report)
}

function readMap(value: object, pointer: string, report: Report): unknown {
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    read(member, 'string', pointerTo(pointer, key), report) ?? '',
  ])
  return Object.fromEntries(entries)
}

function readFields(
  value: object,
  fields: Readonly<Record<string, Shape>>,
  pointer: string,
  report: Report,
): unknown {
  const result: [string, unknown][] = []
  for (const [written, member] of Object.entries(value)) {
    const name = nameOf(written, fields)
    if (name === undefined) {
      report({
        pointer: pointerTo(pointer, written),
        key: true,
        message: `unknown field "${written}"`,
        hint: `kustomize has no such field${didYouMean(written, Object.keys(fields)) || ' here; remove it'}`,
      })
      continue
    }
    const read1 = read(member, fields[name] ?? 'any', pointerTo(pointer, written), report)
    if (read1 !== undefined) result.push([name, read1])
  }
  return Object.fromEntries(result)
}

function nameOf(written: string, fields: Readonly<Record<string, Shape>>): string | undefined {
  if (Object.hasOwn(fields, written)) return written
  const lower = written.toLowerCase()
  return Object.keys(fields).find((name) => name.toLowerCase() === lower)
}

function wrong(value: unknown, wanted: string, pointer: string, report: Report): undefined {
  const received = JSON.stringify(value).slice(0, 80)
  const quote = wanted === 'a string' && typeof value !== 'object' ? '; put it in quotes' : ''
  report({
    pointer,
    message: `${pointer.slice(1).replaceAll('/', '.') || 'the file'} is ${received}, must be ${wanted}`,
    hint: `write ${wanted}${quote}`,
  })
  return undefined
}
