import { CONTAINERS } from './pods.ts'

/** A place that a path names, and the one that holds it by its last step; the path without steps has none. */
type Found<Place> = (place: Place, holder: Place | undefined, last: string) => void

/**
 * Goes from `root` along what rules write as a path (`Reads` and `Reasons`), over `below`, and tells the places at its end: one
 * in each list of containers for the step `C`, and none of a path with a slash at its end, which only leads to names. As in a
 * JSON pointer, `~1` is a slash in a step.
 */
export function eachPlace<Place>(
  root: Place,
  path: string,
  below: (place: Place, step: string) => Place,
  found: Found<Place>,
): void {
  const go = (place: Place, holder: Place | undefined, last: string, at: number): void => {
    if (at >= path.length) {
      if (!path.endsWith('/')) found(place, holder, last)
      return
    }
    const slash = path.indexOf('/', at)
    const end = slash < 0 ? path.length : slash
    const step = path.slice(at, end).replaceAll('~1', '/')
    if (step === 'C')
      for (const name of CONTAINERS) {
        const list = below(place, name)
        go(below(list, '*'), list, '*', end + 1)
      }
    else go(below(place, step), place, step, end + 1)
  }
  go(root, undefined, '', 0)
}
