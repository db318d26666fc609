import { UserError } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import { isMap } from './node.ts'

/** As many values as one file may hold; no object in etcd holds a tenth of them. */
const mostValues = 1_000_000

/** Throws UserError when a value that is to be copied holds too many others: copies of copies grow without bound. */
export function refuseTooLarge(node: Node, place: string): void {
  if (countUpTo(node, mostValues) < mostValues) return
  throw new UserError({
    message: `${place} copies more than a million values`,
    hint: 'copies of copies double each time: copy smaller values',
  })
}

/** As deep as a file may be nested. */
const mostSteps = 1000

/** The steps of a path; throws UserError when they lead deeper than any file may. */
export function refuseDeepPath(steps: readonly string[]): readonly string[] {
  if (steps.length <= mostSteps) return steps
  throw new UserError({
    message: `a path has ${steps.length} steps, more than ${mostSteps}`,
    hint: 'no Kubernetes object is nested so deep; correct the path',
  })
}

/** Components that name others twice double the number at each step. */
const mostEntries = 1000

/** Notes that a build enters a kustomization; throws UserError when it does so again and again. */
export function countEntry(entered: Map<string, number>, directory: string): void {
  const times = (entered.get(directory) ?? 0) + 1
  entered.set(directory, times)
  if (times <= mostEntries) return
  throw new UserError({
    message: `${directory || 'the top directory'} is entered more than ${mostEntries} times in one build`,
    hint: 'look for components or bases that are named again and again on different ways',
  })
}

/** The same result with a UserError instead of V8's own when it is nested too deep or too large for one text. */
export function bounded<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UserError(
      {
        message: `the result is nested too deep or too large: ${error.message}`,
        hint: 'look for patches and replacements that copy an object into itself',
      },
      { cause: error },
    )
  }
}

function countUpTo(node: Node, limit: number): number {
  let count = 1
  if (Array.isArray(node))
    for (const element of node) {
      if (count >= limit) break
      count += countUpTo(element, limit - count)
    }
  else if (isMap(node))
    for (const value of node.values()) {
      if (count >= limit) break
      count += countUpTo(value, limit - count)
    }
  return count
}
