import type { Finding } from '../../../generator/core/finding.ts'
import type { Resource } from '../../../generator/core/resource.ts'
import { checkObject, checkRendering, rules } from '../../../generator/validate/index.ts'
import { catalog } from '../../validate/stored.ts'

/** Errors about what works on the server and shall not be done all the same; the server's refusal is never their reason. */
const STRICTER: ReadonlySet<string> = new Set(['image-pinned', 'named-port', 'plaintext-secret'])

const ALONE: ReadonlySet<string> = new Set(
  rules.filter(({ scope, id }) => scope !== 'object' || STRICTER.has(id)).map(({ id }) => id),
)

/** Our errors about one object by itself: those of the schemas, and those of all rules about what the server refuses. */
export function errorsOf(object: Resource, kubernetes: string) {
  const schema = checkObject(object, catalog, kubernetes).filter(isError)
  const all = checkRendering([object], { catalog, kubernetes, source: 'mutant' })
    .filter(isError)
    .filter(({ rule }) => !ALONE.has(rule))
  return { schema, all }
}

const isError = ({ severity }: Finding): boolean => severity === 'error'
