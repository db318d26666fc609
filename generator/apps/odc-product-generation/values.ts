import {
  any,
  boolean,
  type Infer,
  integer,
  list,
  object,
  optional,
  quantity,
  string,
} from '../../fleet/values.ts'
import { computeValues } from '../compute.ts'
import { envValues } from '../env.ts'
import { imageValues } from '../image.ts'

const REDIS = { repository: 'docker.io/library/redis', tag: '7.2.7-alpine' }

const redis = object(
  {
    name: string({
      description:
        'Name of the Service and StatefulSet. Two releases in one namespace need two names, since each has a queue of its own.',
      default: 'redis-master',
      pattern: '^[a-z]([-a-z0-9]{0,40}[a-z0-9])?$',
    }),
    image: imageValues(REDIS, 'Image of Redis.'),
    appendOnly: boolean({
      description: 'Write each change to the append-only file, so that a restart loses no item.',
      default: false,
    }),
    persistence: optional(
      quantity({
        description:
          'Size of the volume in bytes, e.g. 1Gi; without it the queue lives as long as the pod.',
        examples: ['1Gi'],
      }),
    ),
    resources: computeValues(
      { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
      'CPU and memory of Redis.',
    ),
  },
  {
    description:
      'The Redis that holds the work queue, without a password: the worker cannot send one. Only pods of the release reach it, and pods with the label `<name>-client=true`: `kubectl run redis-client --labels=redis-master-client=true ...`.',
  },
)

const endpoints = {
  daskSchedulerHost: string({
    description: 'Host of the Dask scheduler; the worker adds port 8786.',
    default: 'dask-scheduler.dask.svc.cluster.local',
    minLength: 1,
  }),
  s3EndpointUrl: optional(
    string({
      description: 'URL of an S3 service other than that of AWS.',
      pattern: '^https?://',
      examples: ['https://s3.example.org'],
    }),
  ),
  datacubeSecret: optional(
    string({
      description: 'Secret with the key datacube.conf; without it `<instance>-datacube`.',
      minLength: 1,
    }),
  ),
  awsSecret: optional(
    string({
      description:
        'Secret with aws_access_key_id and aws_secret_access_key; without it `<instance>-aws`.',
      minLength: 1,
    }),
  ),
  env: envValues('Further environment variables of the worker (not for secrets).', [
    { AWS_VIRTUAL_HOSTING: 'FALSE' },
  ]),
}

const limits = {
  parallelism: integer({
    description: 'Workers at the same time, 1 or more.',
    default: 1,
    minimum: 1,
  }),
  backoffLimit: integer({
    description: 'How often a crashed worker is started again, 0 or more.',
    default: 6,
    minimum: 0,
  }),
  activeDeadlineSeconds: integer({
    description: 'Seconds after which the Job is given up, 60 or more; 86400 are a day.',
    default: 86400,
    minimum: 60,
  }),
  leaseSeconds: integer({
    description: 'Seconds that a worker has for one item (JOB_LEASE_PERIOD), 1 or more.',
    default: 3600,
    minimum: 1,
  }),
  requeue: boolean({
    description:
      'Beside each worker, a container puts items back into the queue that a crashed worker left in processing: those whose lease has ended for two minutes, so items that other workers and runs hold stay theirs. A lease takes `leaseSeconds`. Without it workers wait for such items until the deadline. Switch it off for images that do not stop an item at the end of its lease (they know no JOB_LEASE_PERIOD).',
    default: true,
  }),
}

const jobMembers = {
  image: imageValues(
    { repository: 'docker.io/satapps/odc-products', tag: '0.0.96' },
    'Image of the worker; see `script` for older ones.',
  ),
  script: string({
    description: 'Path of the worker program in the image; /worker.py in older images.',
    default: '/scripts/worker.py',
    pattern: '^/',
    examples: ['/worker.py'],
  }),
  tools: imageValues(REDIS, 'Image with sh and redis-cli, for waiting, inserting and checking.'),
  ...endpoints,
  ...limits,
  resources: computeValues(
    { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
    'CPU and memory of one worker; the heavy work is done by Dask.',
  ),
}

/** What fleet.yaml may say about a release of odc-product-generation. */
export const odcValues = object(
  {
    redis,
    job: object(jobMembers, { description: 'Jobs of all runs, unless a run says its own.' }),
  },
  { description: 'Summary products of an Open Data Cube, made by workers from a queue.' },
)

/** What a run of it may say. */
export const odcRunValues = object(
  {
    workItems: optional(
      string({
        description:
          "File with one work item per line: JSON, or `rpush jobProduct '<JSON>'`; blank lines and # comments are skipped.",
        file: true,
        examples: ['items/landsat.txt'],
      }),
    ),
    items: optional(
      list(
        any<unknown, { description: string }>({ type: 'object' }, { description: 'A work item.' }),
        {
          description: 'The work items themselves, instead of `workItems`; all values are strings.',
          minItems: 1,
        },
      ),
    ),
    job: optional(
      object(jobMembers, {
        description:
          'A complete copy of `job` for this run, so that later changes do not touch it; what it leaves out has its default.',
      }),
    ),
  },
  { description: 'One run: work items, and a worker that goes on until the queue is empty.' },
)

export type OdcValues = Infer<typeof odcValues>
export type OdcRunValues = Infer<typeof odcRunValues>
export type JobValues = OdcValues['job']
export type OdcRun = { readonly id: string; readonly values: OdcRunValues }

/** The Job settings of a run: its own copy, or those of the release. */
export const jobOf = (values: OdcValues, run: OdcRun): JobValues => run.values.job ?? values.job

/** Names of the two Secrets that a worker reads. */
export const secretNames = (job: JobValues, instance: string) => ({
  datacube: job.datacubeSecret ?? `${instance}-datacube`,
  aws: job.awsSecret ?? `${instance}-aws`,
})
