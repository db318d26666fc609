import type { Desired, SecretContract, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { defineApp } from '../define.ts'
import { checkName, checkSecrets } from './check-secrets.ts'
import { redisConfig, redisObjects } from './redis.ts'
import { runObjects, runProblems } from './run.ts'
import {
  type JobValues,
  type OdcRunValues,
  type OdcValues,
  odcRunValues,
  odcValues,
  secretNames,
} from './values.ts'

/** Open Data Cube routine products: a Redis queue per release; each run inserts items and works them off. */
export const odcProductGeneration = defineApp<OdcValues, OdcRunValues>({
  name: 'odc-product-generation',
  summary: 'Open Data Cube products from a work queue: Redis, and per run an inserter and a worker',
  values: odcValues,
  problems,
  resources,
  run: {
    values: odcRunValues,
    copies: ({ job }) => ({ job }),
    resources: (values, run, site) => ({
      ...runObjects(values, run, site),
      secrets: ownSecrets(values.job, run.values.job ?? values.job, site.instance),
    }),
    problems: (_, run, site) => [
      ...runProblems(run, site),
      ...(run.values.job ? envProblems(run.values.job, '/job/env') : []),
    ],
  },
})

function resources({ redis, job }: OdcValues, { instance }: Site): Desired {
  const secrets = contracts(job, instance)
  return {
    resources: [...redisObjects(redis, instance), checkSecrets(job.tools, secrets, instance)],
    configs: [redisConfig(redis, instance)],
    secrets,
  }
}

function contracts(job: JobValues, instance: string): readonly SecretContract[] {
  const { datacube, aws } = secretNames(job, instance)
  return [
    {
      name: datacube,
      keys: [
        {
          key: 'datacube.conf',
          purpose: 'INI, [datacube] with db_hostname, db_database, db_username, db_password',
        },
      ],
    },
    {
      name: aws,
      keys: [
        { key: 'aws_access_key_id', purpose: 'access key that writes products to S3' },
        { key: 'aws_secret_access_key', purpose: 'secret of the access key' },
      ],
    },
  ]
}

/** Secrets that a run needs beyond those of the release. */
function ownSecrets(
  common: JobValues,
  own: JobValues,
  instance: string,
): readonly SecretContract[] {
  const known = contracts(common, instance).map(({ name }) => name)
  return contracts(own, instance).filter(({ name }) => !known.includes(name))
}

const SET_BY: Readonly<Record<string, string>> = {
  REDIS_SERVICE_HOST: 'redis.name',
  DASK_SCHEDULER_HOST: 'job.daskSchedulerHost',
  JOB_LEASE_PERIOD: 'job.leaseSeconds',
  AWS_S3_ENDPOINT_URL: 'job.s3EndpointUrl',
  AWS_ACCESS_KEY_ID: 'job.awsSecret',
  AWS_SECRET_ACCESS_KEY: 'job.awsSecret',
  HOME: 'nothing: it is the writable folder',
}

const envProblems = ({ env }: JobValues, pointer: string): readonly ValueProblem[] =>
  Object.keys(env)
    .filter((name) => Object.hasOwn(SET_BY, name))
    .map((name) => ({
      pointer: `${pointer}/${name}`,
      message: `${name} is set by another value already`,
      hint: `use ${SET_BY[name]}`,
    }))

function problems({ redis, job }: OdcValues, { instance }: Site): readonly ValueProblem[] {
  const found: ValueProblem[] = [...envProblems(job, '/job/env')]
  if (redis.persistence !== undefined && !redis.appendOnly)
    found.push({
      pointer: '/redis/persistence',
      message: 'the volume would stay empty: Redis writes nothing to it',
      hint: 'set redis.appendOnly: true, or leave persistence out',
    })
  const name = checkName(instance)
  if (name.length > 63)
    found.push({
      pointer: '',
      message: `"${name}" has ${name.length} characters, a Job name at most 63`,
      hint: 'give the application a shorter name in fleet.yaml',
    })
  return found
}
