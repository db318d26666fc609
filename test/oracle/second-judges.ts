import { kubeconformJudge } from '../../generator/cli/validate-second-judge.ts'
import type { Resource } from '../../generator/core/resource.ts'
import { apiVersionOf } from '../../generator/validate/schema.ts'
import { ajvJudge } from '../../generator/validate/second/ajv.ts'
import { disagreements, questionsOf } from '../../generator/validate/second/disagreements.ts'
import type { SecondJudge } from '../../generator/validate/second/judge.ts'
import { dice, mutate, sample } from '../validate/sample.ts'
import { catalog } from '../validate/stored.ts'
import { mutantsOf } from './mutate/mutants.ts'
import { objectSets } from './mutate/objects.ts'

/**
 * What both second judges say otherwise than we do about `count` broken objects, and about each object as it is: one text
 * per disagreement, and per object that a judge could not judge.
 */
export async function compareSecondJudges(
  kubeconform: string,
  count: number,
  seed = 1,
): Promise<readonly string[]> {
  const sets = await objectSets()
  const mutants = sets.flatMap((set) => mutantsOf(set, Math.ceil(count / sets.length), seed))
  const origins = sets.flatMap(({ objects }) => objects)
  const resources = [...origins, ...mutants.map(({ object }) => object), ...customMutants(seed)]
  const judges = [ajvJudge(), await kubeconformJudge(kubeconform)]
  const said = await Promise.all(judges.map((judge) => compare(judge, resources)))
  return said.flat()
}

const KUBERNETES = '1.34'
const OF_EACH = 12

/** Objects of every custom kind, made after its schema and changed up to twice. */
function customMutants(seed: number): readonly Resource[] {
  const roll = dice(seed)
  const custom = catalog.kinds(KUBERNETES).filter(({ verbs }) => verbs === undefined)
  return custom.flatMap((api) => {
    const apiVersion = apiVersionOf(api)
    const schema = catalog.schemaOf(apiVersion, api.kind, KUBERNETES)
    if (schema === undefined) throw new Error(`${api.kind} is not stored`)
    return Array.from({ length: OF_EACH }, (_, index) => {
      let value = sample(schema.root, { roll, resolve: schema.resolve })
      for (let change = roll(3); change > 0; change--) value = mutate(value, roll)
      const members = typeof value === 'object' ? value : {}
      return { ...members, apiVersion, kind: api.kind, metadata: { name: `n${index}` } }
    })
  })
}

async function compare(
  judge: SecondJudge,
  resources: readonly Resource[],
): Promise<readonly string[]> {
  const questions = questionsOf({ resources, kubernetes: KUBERNETES }, catalog)
  const opinions = await judge.judge(questions)
  return questions.flatMap((question, index) => {
    const opinion = opinions[index] ?? { kind: 'unable', why: 'no opinion' }
    return disagreements(question, opinion, judge).map(
      ({ finding }) => `${finding.resource}: ${finding.message}`,
    )
  })
}
