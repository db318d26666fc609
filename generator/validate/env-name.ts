import { minorNumber } from './minor-number.ts'

/** From 1.32 on a variable may have almost any name; before, one that a shell and a Java property could have. */
const RELAXED = minorNumber('1.32')

/** Why the server of a minor refuses the name of an environment variable. */
export function wrongEnvName(name: string, kubernetes: string): string | undefined {
  if (name === '' || /[^ -<>-~]/.test(name)) return 'which is no name of one'
  if (minorNumber(kubernetes) >= RELAXED) return undefined
  const isPlain =
    /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) && name !== '.' && !name.startsWith('..')
  return isPlain ? undefined : 'a name that is allowed since Kubernetes 1.32'
}
