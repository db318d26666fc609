/** Add one step to a JSON pointer (RFC 6901). */
export function pointerTo(parent: string, key: string | number): string {
  if (typeof key === 'number' || !/[~/]/.test(key)) return `${parent}/${key}`
  return `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The steps of a JSON pointer, unescaped. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What stands at a JSON pointer, or `undefined`. Own properties only. */
export function at(value: unknown, pointer: string): unknown {
  let found = value
  for (const step of stepsOf(pointer)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = (found as Record<string, unknown>)[step]
  }
  return found
}

/**
 * A copy of a value with `wanted` at a JSON pointer; maps on the way that are not there are made, and `-` is behind the
 * last item of a list.
 */
export function withAt(value: unknown, pointer: string, wanted: unknown): unknown {
  return put(value, stepsOf(pointer), wanted)
}

function put(value: unknown, [step, ...rest]: readonly string[], wanted: unknown): unknown {
  if (step === undefined) return wanted
  if (Array.isArray(value) || (step === '-' && (value === null || value === undefined))) {
    const items: readonly unknown[] = Array.isArray(value) ? value : []
    const index = step === '-' ? items.length : Number(step)
    return [...items.slice(0, index), put(items[index], rest, wanted), ...items.slice(index + 1)]
  }
  const members = (value ?? {}) as Readonly<Record<string, unknown>>
  const own = Object.hasOwn(members, step) ? members[step] : undefined
  return { ...members, [step]: put(own, rest, wanted) }
}
