import { UserError } from '../../core/finding.ts'
import { int64Of } from '../node/go-text.ts'
import { refuseDeepPath } from '../node/too-large.ts'

/** Steps of a replacement's path: dots separate, `\.` is a dot in a name, `[a.b/c]` a name with dots, `[name=x]` an element. */
export function splitFieldPath(path: string): readonly string[] {
  const steps: string[] = []
  let open: string[] = []
  for (const part of splitDots(path)) {
    const isOpening = open.length === 0 && part.startsWith('[') && !part.endsWith(']')
    if (open.length === 0 && !isOpening) steps.push(part)
    else open.push(part)
    if (open.length > 1 && part.endsWith(']')) {
      steps.push(joined(open))
      open = []
    }
  }
  return refuseDeepPath(open.length === 0 ? steps : [...steps, joined(open)])
}

function joined(parts: readonly string[]): string {
  const whole = parts.join('.')
  return whole.includes('=') ? whole : whole.replace(/^[[\]]+|[[\]]+$/g, '')
}

function splitDots(path: string): readonly string[] {
  return path
    .replace(/^\.(?=.)/, '')
    .split(/(?<!\\)\./)
    .map((part) => part.replaceAll('\\.', '.'))
}

/** `[name=x]` as its field (empty for `[=x]`) and value; `undefined` for any other step. */
export function elementStep(step: string): readonly [field: string, value: string] | undefined {
  if (!step.startsWith('[') || !step.endsWith(']')) return undefined
  const inner = step.slice(1, -1)
  const equals = inner.indexOf('=')
  if (equals >= 0) return [inner.slice(0, equals), inner.slice(equals + 1)]
  throw new UserError({
    message: `the step ${step} of a path names no element`,
    hint: 'write [field=value] for an element, a number, or [a.b/c] for a name with dots',
  })
}

/** The index that a step is, if it is one. */
export function indexStep(step: string): number | undefined {
  const index = int64Of(step) ?? -1n
  return index < 0 ? undefined : Number(index)
}
