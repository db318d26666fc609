import { UserError } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'

/**
 * JSON pointer of a path as people type it: names with dots between them, names that hold a dot in double quotes
 * (`images."ghcr.io/example/web"`); what begins with a slash is a JSON pointer already.
 */
export function pointerOfPath(path: string): string {
  if (path.startsWith('/')) return path
  const steps = Array.from(path.matchAll(/(?:^|\.)(?:"([^"]*)"|([^."]*))/g))
  const isWhole = steps.reduce((length, [text]) => length + text.length, 0) === path.length
  const names = steps.map(([, quoted, plain]) => quoted ?? plain ?? '')
  if (isWhole && names.length > 0 && !names.includes(''))
    return names.reduce((pointer, name) => pointerTo(pointer, name), '')
  throw new UserError({
    message: `"${path}" is not a path`,
    hint: 'write names with dots between them, and a name that holds a dot in double quotes: applications.web.values.replicas',
  })
}

/** A JSON pointer as people type it. */
export function pathOf(steps: readonly string[]): string {
  return steps.map((step) => (/[."]/.test(step) ? `"${step}"` : step)).join('.')
}
