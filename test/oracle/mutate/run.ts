import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Finding } from '../../../generator/core/finding.ts'
import type { Resource } from '../../../generator/core/resource.ts'
import { apiVersionOf } from '../../../generator/validate/schema.ts'
import { applyDefinitions, applyEngineDefinitions } from '../../e2e/definitions.ts'
import { catalog } from '../../validate/stored.ts'
import { furnish, withServer } from '../server.ts'
import { type Answer, type Ask, asker } from './ask.ts'
import { errorsOf } from './judge.ts'
import { type Mutant, mutantsOf } from './mutants.ts'
import { type ObjectSet, objectSets, type SetName } from './objects.ts'
import { alarmsOf, missesOf, type Outcome, tableOf } from './summary.ts'

/**
 * Changes objects at random and asks a real API server about each; what it refuses, `validate` shall find, and what it
 * accepts, no schema may refuse. `npm run mutate -- --kubernetes-version 1.33 --count 24000 --seed 1`; `--answers FILE`
 * keeps what the server said and asks only what is not there yet; `--held-out` also lists the misses of the held-out
 * objects, which ends their use.
 */
const { values: options } = parseArgs({
  options: {
    'kubernetes-version': { type: 'string', default: '1.34' },
    count: { type: 'string', default: '24000' },
    seed: { type: 'string', default: '1' },
    answers: { type: 'string' },
    'held-out': { type: 'boolean', default: false },
  },
})

const KUBERNETES = options['kubernetes-version']
const CONNECTIONS = 50
/** Most objects of the shipped tree are of one make: the same share for each set would ask the same again and again. */
const SHARES: Readonly<Record<SetName, number>> = { shipped: 0.25, known: 0.375, 'held-out': 0.375 }
const LEAST = 0.99

const say = (text: string) => process.stdout.write(`${text}\n`)

const kinds = new Map(
  catalog.kinds(KUBERNETES).map((kind) => [`${apiVersionOf(kind)}/${kind.kind}`, kind]),
)
const kindOf = ({ apiVersion, kind }: Resource) => kinds.get(`${apiVersion}/${kind}`)

/** Throws where the server refuses an object before anything has been changed in it. */
async function checkOrigins(ask: Ask, sets: readonly ObjectSet[]): Promise<void> {
  const wrong: string[] = []
  for (const object of sets.flatMap(({ objects }) => objects)) {
    const { verdict, message } = await ask(object)
    if (verdict !== 'accepted')
      wrong.push(`${object.kind} ${object.metadata.name} is ${verdict} as it is: ${message}`)
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
}

async function outcomesOf(mutants: readonly Mutant[], ask: Ask): Promise<readonly Outcome[]> {
  const said = new Map<Resource, ReadonlySet<string>>()
  const before = (origin: Resource): ReadonlySet<string> => {
    const known = said.get(origin) ?? new Set(errorsOf(origin, KUBERNETES).all.map(textOf))
    said.set(origin, known)
    return known
  }
  const outcomes: Outcome[] = []
  const queue = mutants.values()
  const work = async (): Promise<void> => {
    for (const mutant of queue) {
      const answer = await ask(mutant.object, mutant.pointer)
      const old = before(mutant.origin)
      const { schema, all } = errorsOf(mutant.object, KUBERNETES)
      const isNew = (finding: Finding): boolean => !old.has(textOf(finding))
      outcomes.push({ ...mutant, answer, schema: schema.filter(isNew), all: all.filter(isNew) })
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  return outcomes
}

const textOf = ({ rule, pointer, message }: Finding): string => `${rule} ${pointer} ${message}`

function report(outcomes: readonly Outcome[]): number {
  const shown = outcomes.filter(({ set }) => set !== 'held-out' || options['held-out'])
  for (const line of missesOf(shown)) say(`missed    ${line}`)
  const loud = outcomes.filter((one) => shown.includes(one) || one.schema.length > 0)
  for (const line of alarmsOf(loud)) say(`too much  ${line}`)
  say(tableOf(outcomes))
  const broken = outcomes.filter(({ answer }) => answer.verdict === 'broken').length
  if (broken > 0) say(`${broken} made the server fail: neither accepted nor refused`)
  const refused = outcomes.filter(({ answer }) => answer.verdict === 'refused')
  const caught = refused.filter(({ all }) => all.length > 0).length
  const wrong = outcomes.filter(
    ({ answer, schema }) => answer.verdict === 'accepted' && schema.length > 0,
  ).length
  return refused.length > 0 && caught / refused.length >= LEAST && wrong === 0 ? 0 : 1
}

/** What the server said before, from a file; only what is not in it is asked. */
function remembering(ask: Ask, answers: Map<string, Answer>): Ask {
  return async (object, place) => {
    const text = JSON.stringify(object)
    const answer = answers.get(text) ?? (await ask(object, place))
    answers.set(text, answer)
    return answer
  }
}

const sets = await objectSets()
const mutants = sets.flatMap((set) =>
  mutantsOf(set, Math.ceil(Number(options.count) * SHARES[set.name]), Number(options.seed)),
)
const file = options.answers
const answers = new Map<string, Answer>(file === undefined ? [] : readAnswers(file))
const isAsked = mutants.every(({ object }) => answers.has(JSON.stringify(object)))
const outcomes = isAsked ? await outcomesOf(mutants, remembering(refuse, answers)) : await askAll()
if (file !== undefined) writeFileSync(file, JSON.stringify([...answers]))
process.exitCode = report(outcomes)

function askAll(): Promise<readonly Outcome[]> {
  return withServer(KUBERNETES, async (server) => {
    const ask = remembering(asker(server, kindOf, CONNECTIONS), answers)
    await applyDefinitions(server)
    await applyEngineDefinitions(server)
    await furnish(
      server,
      sets.flatMap(({ objects }) => objects),
    )
    await checkOrigins(ask, sets)
    return outcomesOf(mutants, ask)
  })
}

function readAnswers(path: string): readonly (readonly [string, Answer])[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return []
  }
}

async function refuse(): Promise<Answer> {
  throw new Error('there is no server to ask')
}
