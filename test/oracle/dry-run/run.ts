import { parseArgs } from 'node:util'
import type { Resource } from '../../../generator/core/resource.ts'
import { API_SERVERS, missing } from '../../e2e/binaries.ts'
import { type Ask, asker } from '../mutate/ask.ts'
import { applyStoredDefinitions, furnish, withServer } from '../server.ts'
import { type Case, fixtureCases, shippedCases } from './cases.ts'
import { compareCases, kindsOf, type Outcome } from './compare.ts'

/**
 * Every rendering of the shipped repository, and what is wrong on purpose, as a strict dry run on API servers of the very
 * minors: what they refuse, `validate` must have found, and what it calls an error of schema, they must refuse.
 * `--ready` only says by its exit code whether the servers are built.
 */
const { values: options } = parseArgs({ options: { ready: { type: 'boolean', default: false } } })

const say = (text: string) => process.stdout.write(`${text}\n`)
const CONNECTIONS = 20

const cases = [...(await shippedCases()), ...fixtureCases()]
const minors = [...new Set(cases.map(({ kubernetes }) => kubernetes))].toSorted()

/** Gives the number of disagreements. */
async function judgeOn(minor: string): Promise<number> {
  const mine = cases.filter(({ kubernetes }) => kubernetes === minor).map(placed(minor))
  const outcome = await withServer(minor, async (server) => {
    await applyStoredDefinitions(server)
    await furnish(server, [...mine.flatMap(({ resources }) => resources), IN_DEFAULT])
    return compareCases(mine, asking(minor, asker(server, kindsOf(minor), CONNECTIONS)))
  })
  report(minor, outcome)
  return outcome.disagreements.length
}

const IN_DEFAULT = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'default' },
}

/** kubectl puts an object without namespace into the default one. */
function placed(minor: string): (one: Case) => Case {
  const kindOf = kindsOf(minor)
  return (one) => ({
    ...one,
    resources: one.resources.map((resource) =>
      kindOf(resource)?.namespaced === true && !resource.metadata?.namespace
        ? { ...resource, metadata: { ...resource.metadata, namespace: 'default' } }
        : resource,
    ),
  })
}

/** A kind that nobody knows has no address at the server. */
function asking(minor: string, ask: Ask): Ask {
  const kindOf = kindsOf(minor)
  return async (object: Resource) =>
    kindOf(object) === undefined
      ? { verdict: 'refused', message: 'the server could not find the requested resource' }
      : ask(object)
}

function report(minor: string, outcome: Outcome): void {
  const { objects, refused, found, schemaErrors, disagreements, stricter, unserved } = outcome
  say(
    `${disagreements.length === 0 ? 'ok  ' : 'FAIL'} ${API_SERVERS[minor]}: ${objects} objects, ${refused} refused, ${found} of them found; ${schemaErrors} errors of schema`,
  )
  for (const text of disagreements) say(`     ${text.replace(/\s+/g, ' ').slice(0, 400)}`)
  const rules = [...stricter].map(([rule, count]) => `${rule} ${count}`).toSorted()
  if (rules.length > 0) say(`     taken by the server, errors by rule: ${rules.join(', ')}`)
  if (unserved.size > 0) say(`     not served: ${[...unserved].toSorted().join(', ')}`)
}

if (options.ready) {
  const versions = minors.flatMap((minor) => API_SERVERS[minor] ?? [])
  process.exitCode = missing(versions).length === 0 ? 0 : 1
} else {
  let failed = 0
  for (const minor of minors) failed += await judgeOn(minor)
  process.exitCode = failed === 0 ? 0 : 1
}
