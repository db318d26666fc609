import type { Problem } from './finding.ts'

/** A problem whose message does not name the file that its place names: whoever prints both would say it twice. */
export function saidOnce<P extends Problem>(problem: P): P {
  const { message, place } = problem
  if (place === undefined) return problem
  const { file } = place
  const bare = message.replace(` (in ${file})`, '')
  return { ...problem, message: bare.startsWith(`${file}: `) ? bare.slice(file.length + 2) : bare }
}
