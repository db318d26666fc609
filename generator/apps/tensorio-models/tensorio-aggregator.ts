import type { Desired, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { serviceAccount } from '../../model/objects.ts'
import { defineApp } from '../define.ts'
import { aggregatorLabels, runJob, runName, runSecrets } from './aggregator-job.ts'
import {
  type AggregatorValues,
  aggregatorValues,
  type RunValues,
  runValues,
  sharedOf,
} from './aggregator-values.ts'
import { checkProblems, checkSecrets } from './check-secrets.ts'

type Run = { readonly id: string; readonly values: RunValues }

/** Aggregation of what flea's clients have learned: nothing runs until there is a run, then one Job for each. */
export const tensorioAggregator = defineApp<AggregatorValues, RunValues>({
  name: 'tensorio-aggregator',
  summary: 'TensorIO checkpoint aggregation: one Job per run, named by its id',
  values: aggregatorValues,
  problems: (values, site) =>
    values.checks.secrets
      ? runSecrets(values).flatMap((s, i) =>
          checkProblems(s, ['/credentials', '/repositoryTokens'][i] ?? '', site),
        )
      : [],
  resources,
  run: {
    values: runValues,
    copies: (values) => ({ shared: values }),
    problems: (values, run, site) => runProblems(sharedOf(values, run.values), run, site),
    resources: (values, run, site) => {
      const own = sharedOf(values, run.values)
      const known = new Set(runSecrets(values).map((s) => JSON.stringify(s)))
      return {
        resources: [runJob(own, run, site)],
        secrets: runSecrets(own).filter((s) => !known.has(JSON.stringify(s))),
      }
    },
  },
})

/** What all runs share; runs come and go without it. */
function resources(values: AggregatorValues, site: Site): Desired {
  const secrets = runSecrets(values)
  const { checks } = values
  return {
    resources: [
      serviceAccount(
        { name: site.instance, labels: aggregatorLabels(site) },
        { automountServiceAccountToken: false },
      ),
      ...(checks.secrets ? secrets.map((s) => checkSecrets(s, checks.image, site)) : []),
    ],
    secrets,
  }
}

/** Images from this commit on know the long names of the types, and want a repository. */
const FIRST_WITH_REPOSITORY = 'sha-b7f50b9'

function runProblems(
  { repositoryTokens }: AggregatorValues,
  { id, values }: Run,
  site: Site,
): readonly ValueProblem[] {
  const { aggregationType, repository, image } = values
  const isOld = aggregationType === 'cma' || aggregationType === 'wcma'
  const found: ValueProblem[] = []
  const report = (pointer: string, message: string, hint: string) =>
    found.push({ pointer, message, hint })
  const name = runName(id, site)
  if (name.length > 63)
    report(
      '/id',
      `the Job ${name} has a name of ${name.length} characters, at most 63 are allowed`,
      `shorten the id of the run to ${63 - site.instance.length - 1} characters`,
    )
  if (isOld && (repository !== undefined || image.tag === FIRST_WITH_REPOSITORY))
    report(
      '/aggregationType',
      `type ${aggregationType} belongs to images before b7f50b9, which read no repository`,
      'set CumulativeMovingAverage or WeightedCumulativeMovingAverage; or name an older image and remove repository',
    )
  if (!isOld && repository === undefined)
    report(
      '/repository',
      `type ${aggregationType} belongs to images since b7f50b9, which stop without a repository`,
      'add repository: { url, resourcePath, outputResourcePath }; or use an older image with cma',
    )
  if (repository !== undefined && repositoryTokens === undefined)
    report(
      '/repository',
      'the run needs tokens for the model repository, and no Secret is named for them',
      "add repositoryTokens: {} to the application's values",
    )
  return found
}
