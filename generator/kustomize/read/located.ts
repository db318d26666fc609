import { type Place, UserError } from '../../core/finding.ts'

/** Run a step for one entry of a file; problems that do not know their place get that of the entry. */
export function located<T>(place: () => Place | undefined, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const here = error.problems.some((problem) => problem.place === undefined) ? place() : undefined
    if (here === undefined) throw error
    throw new UserError(
      error.problems.map((problem) => ({ place: here, ...problem })),
      { cause: error },
    )
  }
}
