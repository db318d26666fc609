import {
  boolean,
  choice,
  type Infer,
  integer,
  object,
  optional,
  string,
} from '../../fleet/values.ts'
import { computeValues, replicaValues } from '../compute.ts'
import { imageValues } from '../image.ts'
import { secretKey, secretName } from '../references.ts'

const bucket = (description: string) =>
  optional(string({ description, pattern: '^[a-z0-9][-_.a-z0-9]{1,220}[a-z0-9]$' }))

const nodePort = (description: string) =>
  optional(integer({ description, minimum: 30_000, maximum: 32_767 }))

const component = (name: string, does: string) =>
  object(
    {
      enabled: boolean({ description: `Run the ${name}.`, default: true }),
      replicas: replicaValues('Pods, 0 to 50; the memory backend allows one.'),
      image: imageValues(
        { repository: `registry.example.org/tensorio-models/${name}`, tag: 'sha-b7f50b9' },
        "Image; upstream's CI builds sha-<commit> into a registry of its own and Docker Hub has `latest` only, so name your own copy.",
      ),
      resources: computeValues(
        { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '512Mi' } },
        'CPU and memory of each pod.',
      ),
      nodePorts: object(
        {
          rest: nodePort('Node port of the REST API, 30000 to 32767.'),
          grpc: nodePort('Node port of the gRPC API, 30000 to 32767.'),
        },
        { description: 'Fixed node ports, on clusters that publish by node ports.' },
      ),
    },
    { description: does },
  )

/** Values that say which Secrets hold what. */
const secrets = {
  authTokens: object(
    {
      secret: secretName(
        'Secret with the token file; memory backend only.',
        'tensorio-models-auth-tokens',
      ),
      key: secretKey('Key in the Secret, and name of the file in the pod.', 'AuthTokens.txt'),
      object: string({
        description: 'Name of the object in the bucket that holds the tokens; gcs backend only.',
        default: 'AuthTokens.txt',
        minLength: 1,
      }),
    },
    {
      description:
        'Tokens that clients present: pairs `<TokenType> <token>` (ModelsReader, ModelsWriter, ModelsAdmin, FleaClient, FleaTaskGen, FleaAdmin).',
    },
  ),
  credentials: object(
    {
      secret: secretName('Name of the Secret.', 'tensorio-models'),
      accountKey: secretKey('Key of the service account file (JSON).', 'sacred.json'),
      pemKey: secretKey('Key of the private key (PEM) that signs upload URLs; flea.', 'sacred.pem'),
      accessIdKey: secretKey("Key of the service account's e-mail; flea.", 'googleAccessId'),
    },
    { description: 'Secret with Google Cloud credentials; gcs backend only.' },
  ),
}

const checks = object(
  {
    secrets: boolean({
      description:
        'Before each sync, test that every Secret has every key; a missing one fails in seconds.',
      default: true,
    }),
    smokeTest: boolean({
      description: 'After each sync, ask the APIs for their health through their Services.',
      default: false,
    }),
    image: imageValues(
      { repository: 'docker.io/library/busybox', tag: '1.37.0' },
      'Image of both checks: sh, test and wget.',
    ),
  },
  { description: 'Jobs around a sync.' },
)

/** What fleet.yaml may say about a tensorio-models. */
export const tensorioValues = object(
  {
    backend: choice(['memory', 'gcs'], {
      description:
        '`memory` keeps models and tasks in the pod and loses them with it; `gcs` keeps them in Google Cloud Storage.',
      default: 'memory',
    }),
    repository: component('repository', 'API that stores models, hyperparameters and checkpoints.'),
    flea: component('flea', 'API that hands out training tasks and takes results.'),
    modelsUri: optional(
      string({
        description:
          'URL of the repository API that flea hands to its clients (MODELS_URI), up to /v1/repository; without it the published one. Clients must be able to reach it.',
        pattern: '^https?://[^\\s]+$',
        examples: ['https://models.example.org/v1/repository'],
      }),
    ),
    gcs: object(
      {
        repositoryBucket: bucket('Bucket of the repository.'),
        fleaBucket: bucket('Bucket of the tasks.'),
        fleaUploadBucket: bucket('Bucket that clients upload results to.'),
      },
      { description: 'Buckets; gcs backend only.' },
    ),
    ...secrets,
    publish: object(
      {
        rest: boolean({ description: 'Publish the REST APIs.', default: true }),
        grpc: boolean({
          description:
            'Publish the gRPC APIs under hosts of their own (`<application>-repository-grpc`, `<application>-flea-grpc`). Clients must reach the edge by HTTP/2, and it must speak h2c to pods, which the Services ask for (appProtocol). A Gateway does both. The router of OpenShift does it with the annotation ingress.operator.openshift.io/default-enable-http2, and only for Routes with a certificate of their own, which the generated Routes have not.',
          default: false,
        }),
      },
      {
        description: 'What is published outside the cluster, where the cluster publishes anything.',
      },
    ),
    checks,
  },
  { description: 'Model repository and federated learning API of TensorIO.' },
)

export type TensorioValues = Infer<typeof tensorioValues>
