import {
  boolean,
  choice,
  type Infer,
  integer,
  object,
  oneOf,
  optional,
  quantity,
  string,
} from '../../fleet/values.ts'
import { computeValues } from '../compute.ts'
import { imageValues } from '../image.ts'
import { secretKey, secretName, urlOrApplication } from '../references.ts'

const shared = {
  credentials: object(
    {
      secret: secretName('Name of the Secret.', 'flea-aggregator'),
      key: secretKey('Key of the service account file (JSON).', 'sacred.json'),
    },
    {
      description:
        'Secret with Google Cloud credentials. Jobs cannot change: remove old runs before you rename it.',
    },
  ),
  repositoryTokens: optional(
    object(
      {
        secret: secretName('Name of the Secret.', 'flea-aggregator-repository'),
        tokenKey: secretKey('Key of the token that reads checkpoints.', 'token'),
        apiKeyKey: secretKey('Key of the token that pushes the result.', 'apiKey'),
      },
      {
        description:
          'Secret with tokens of the model repository; `{}` for the usual names. Runs with `repository` need it.',
      },
    ),
  ),
  checks: object(
    {
      secrets: boolean({
        description:
          'Before each sync and at the start of each run, test that every Secret has every key.',
        default: true,
      }),
      image: imageValues(
        { repository: 'docker.io/library/busybox', tag: '1.37.0' },
        'Image of the check: sh.',
      ),
    },
    { description: 'Checks of Secrets.' },
  ),
}

/** What fleet.yaml may say about a tensorio-aggregator besides its runs: what all runs share. */
export const aggregatorValues = object(shared, {
  description: 'Aggregation of federated learning results, one Job per run.',
})

const path = (description: string) => string({ description, pattern: '^gs://[^\\s]+$' })
const resourcePath = (description: string) =>
  string({
    description,
    pattern: '^/models/[^\\s]+$',
    examples: ['/models/m/hyperparameters/h/checkpoints/c'],
  })

const update = optional(
  object(
    {
      url: oneOf(urlOrApplication('A tensorio-models'), {
        description:
          'Repository API (REPOSITORY): a URL up to /v1/repository, or `application:` with the name of a tensorio-models.',
        examples: [{ application: 'tensorio-models' }],
      }),
      resourcePath: resourcePath('Checkpoint that the aggregation begins with.'),
      outputResourcePath: resourcePath('Checkpoint that the result becomes.'),
      exportType: choice(['checkpoint', 'saved_model', 'bundle'], {
        description: 'Form of the result.',
        default: 'bundle',
      }),
    },
    {
      description:
        'Model repository that a run reads from and pushes to; needed by images since b7f50b9, unknown to older ones.',
    },
  ),
)

/** What one run says: everything that its Job depends on, frozen. */
export const runValues = object(
  {
    image: imageValues(
      { repository: 'registry.example.org/tensorio-models/aggregator', tag: 'sha-b7f50b9' },
      'Image; upstream has `latest` only outside its own registry, so name your own copy.',
    ),
    aggregationType: choice(
      ['CumulativeMovingAverage', 'WeightedCumulativeMovingAverage', 'cma', 'wcma'],
      {
        description: 'How results are averaged; `cma` and `wcma` in images before b7f50b9.',
        default: 'CumulativeMovingAverage',
      },
    ),
    checkpointsFilePath: path('List of the results to aggregate, one path a line.'),
    outputPath: path('Where the aggregate is written.'),
    repository: update,
    shared: optional(
      object(shared, {
        description:
          "A complete copy of the application's values for this run, so that later changes do not touch it; what it leaves out has its default.",
      }),
    ),
    resources: computeValues(
      { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      'CPU and memory of the run.',
    ),
    scratch: quantity({
      description: 'Local disk for unpacked results, in bytes, above 0.',
      default: '10Gi',
    }),
    deadlineSeconds: integer({
      description: 'Seconds after which a run is stopped and has failed, 60 to 604800 (a week).',
      default: 21_600,
      minimum: 60,
      maximum: 604_800,
    }),
    retries: integer({
      description: 'Times that a failed run is started again, 0 to 6.',
      default: 1,
      minimum: 0,
      maximum: 6,
    }),
  },
  { description: 'One aggregation.' },
)

export type AggregatorValues = Infer<typeof aggregatorValues>
export type RunValues = Infer<typeof runValues>

/** What a run takes of the application's values: its own copy, or those of today. */
export const sharedOf = (values: AggregatorValues, run: RunValues): AggregatorValues =>
  run.shared ?? values
