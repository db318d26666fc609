import { CONTAINERS } from './pods.ts'

/**
 * What rules write as a path (`Reads` and `Reasons`), as steps: one path of each list of containers for the step `C`, and none
 * at all of the empty path, which is the object itself. As in a JSON pointer, `~1` is a slash in a step.
 */
export function pathsOf(path: string): readonly (readonly string[])[] {
  if (path === '') return [[]]
  const steps = path.split('/').map((step) => step.replaceAll('~1', '/'))
  const at = steps.indexOf('C')
  if (at < 0) return [steps]
  return CONTAINERS.map((list) => [...steps.slice(0, at), list, '*', ...steps.slice(at + 1)])
}
