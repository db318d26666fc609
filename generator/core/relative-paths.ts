import { type Problem, UserError } from './finding.ts'

/** Cuts the folder in which the user stands out of texts that hold absolute paths, with or without their first slash. */
export function shortenerFor(cwd: string): (text: string) => string {
  if (cwd === '/') return (text) => text
  const prefix = `${cwd.slice(1)}/`
  return (text) => text.replaceAll(`/${prefix}`, '').replaceAll(prefix, '')
}

/** A problem with paths that count from where the user stands. */
export function relativeProblem<P extends Problem>(cwd: string, problem: P): P {
  const short = shortenerFor(cwd)
  const { message, hint, place } = problem
  const file = place ? short(place.file) : ''
  // A file elsewhere is named by its whole path, which needs its first slash again.
  const isElsewhere = place !== undefined && file === place.file && !file.startsWith('/')
  const whole = (text: string) =>
    isElsewhere ? text.replaceAll(`/${file}`, file).replaceAll(file, `/${file}`) : text
  return {
    ...problem,
    message: whole(short(message)),
    hint: whole(short(hint)),
    ...(place ? { place: { ...place, file: whole(file) } } : {}),
  }
}

/** Run something; paths in what it refuses count from where the user stands. */
export function relativeErrors<T>(cwd: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(
      error.problems.map((problem) => relativeProblem(cwd, problem)),
      { cause: error },
    )
  }
}
