import type { Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { checkProblems } from './check-secrets.ts'
import { enabled } from './components.ts'
import { secretContracts } from './environment.ts'
import type { TensorioValues } from './values.ts'

/** Wrong combinations, with what to do. */
export function tensorioProblems(values: TensorioValues, site: Site): readonly ValueProblem[] {
  const { backend, checks, repository, flea } = values
  return [
    ...(repository.enabled || flea.enabled
      ? []
      : [
          {
            pointer: '/repository/enabled',
            message: 'neither the repository nor flea runs, so nothing would be deployed',
            hint: 'enable one of them, or remove the application from this environment',
          },
        ]),
    ...(backend === 'memory' ? memoryProblems(values) : bucketProblems(values)),
    ...uriProblems(values),
    ...(checks.secrets
      ? secretContracts(values).flatMap((c) =>
          checkProblems(c, backend === 'memory' ? '/authTokens' : '/credentials', site),
        )
      : []),
  ]
}

const memoryProblems = (values: TensorioValues): readonly ValueProblem[] =>
  enabled(values)
    .filter(({ name }) => values[name].replicas > 1)
    .map(({ name }) => ({
      pointer: `/${name}/replicas`,
      message: `each of ${values[name].replicas} pods would keep models of its own in its memory`,
      hint: 'set replicas: 1, or backend: gcs',
    }))

function bucketProblems({ gcs, repository, flea }: TensorioValues): readonly ValueProblem[] {
  const needed = [
    ['repositoryBucket', repository.enabled],
    ['fleaBucket', flea.enabled],
    ['fleaUploadBucket', flea.enabled],
  ] as const
  return needed
    .filter(([name, isNeeded]) => isNeeded && gcs[name] === undefined)
    .map(([name]) => ({
      pointer: `/gcs/${name}`,
      message: `backend gcs needs gcs.${name}, its program stops without it`,
      hint: 'name the bucket, or set backend: memory',
    }))
}

const uriProblems = (values: TensorioValues): readonly ValueProblem[] =>
  values.flea.enabled && !values.repository.enabled && values.modelsUri === undefined
    ? [
        {
          pointer: '/modelsUri',
          message: 'flea tells clients where the models are, and the repository does not run here',
          hint: 'set modelsUri to the repository that serves them',
        },
      ]
    : []
