import type { Resource } from '../../core/resource.ts'
import type { SecretContract, Site } from '../../fleet/types.ts'
import { job } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod, standardLabels } from '../../model/pods.ts'
import { compute } from '../compute.ts'
import { secretEnv } from '../env.ts'
import { imageRef } from '../image.ts'
import { optionalSecret } from '../preflight.ts'
import type { AggregatorValues, RunValues } from './aggregator-values.ts'
import { checkContainers } from './check-secrets.ts'

const AUTH = '/etc/auth'

export const aggregatorLabels = ({ instance }: Site) =>
  standardLabels('tensorio-models', instance, 'aggregator', 'tensorio-models')

/** Name of the Job of a run; the id makes it a new object. */
export const runName = (id: string, { instance }: Site): string => `${instance}-${id}`

/** The Secrets that runs read; one contract for each Secret, also when one holds everything. */
export function runSecrets(values: AggregatorValues): readonly SecretContract[] {
  const { credentials, repositoryTokens } = values
  const account = { key: credentials.key, purpose: 'Google service account, JSON' }
  if (repositoryTokens === undefined) return [{ name: credentials.secret, keys: [account] }]
  const { secret, tokenKey, apiKeyKey } = repositoryTokens
  const tokens = [
    { key: tokenKey, purpose: 'token that reads checkpoints of the model repository' },
    { key: apiKeyKey, purpose: 'token that pushes the result to the model repository' },
  ]
  return secret === credentials.secret
    ? [{ name: secret, keys: [account, ...tokens] }]
    : [
        { name: credentials.secret, keys: [account] },
        { name: secret, keys: tokens },
      ]
}

/** The Job of one run: never the same name twice, ends by itself, and fails at once when a Secret is missing. */
export function runJob(
  values: AggregatorValues,
  run: { readonly id: string; readonly values: RunValues },
  site: Site,
): Resource {
  const labels = aggregatorLabels(site)
  const { retries, deadlineSeconds } = run.values
  return job(
    { name: runName(run.id, site), labels },
    {
      spec: {
        completions: 1,
        parallelism: 1,
        backoffLimit: retries,
        activeDeadlineSeconds: deadlineSeconds,
        template: { metadata: { labels }, spec: podSpec(values, run.values, site) },
      },
    },
  )
}

function podSpec(values: AggregatorValues, run: RunValues, site: Site) {
  const { checks, credentials } = values
  const isAccount = ({ name }: SecretContract) => name === credentials.secret
  const volumeOf = (s: SecretContract) => (isAccount(s) ? 'sacred' : 'repository-tokens')
  const read = runSecrets(values).filter((s) => isAccount(s) || run.repository !== undefined)
  const checked = checks.secrets ? read : []
  const mounted = checks.secrets ? read : read.filter(isAccount)
  return {
    restartPolicy: 'Never',
    serviceAccountName: site.instance,
    automountServiceAccountToken: false,
    securityContext: restrictedPod({ user: 1001 }), // the image says root, but only reads its files
    ...(checked.length > 0
      ? { initContainers: checked.flatMap((s) => checkContainers(s, checks.image, volumeOf(s))) }
      : {}),
    containers: [container(values, run, site)],
    volumes: [
      // Optional, or a missing Secret would keep even its check from starting.
      ...mounted.map((s) => optionalSecret(volumeOf(s), s.name)),
      { name: 'tmp', emptyDir: { sizeLimit: `${run.scratch}` } },
    ],
  }
}

function container(values: AggregatorValues, run: RunValues, site: Site) {
  return {
    name: 'aggregator',
    image: imageRef(run.image),
    imagePullPolicy: run.image.pullPolicy,
    env: [
      { name: 'HOME', value: '/tmp' },
      { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: `${AUTH}/${values.credentials.key}` },
      { name: 'AGGREGATION_TYPE', value: run.aggregationType },
      { name: 'AGGREGATION_CKPTS_FILELIST', value: run.checkpointsFilePath },
      { name: 'AGGREGATION_OUTPUT_PATH', value: run.outputPath },
      ...repositoryEnvironment(values, run, site),
    ],
    resources: compute(run.resources),
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'sacred', mountPath: AUTH, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  }
}

function repositoryEnvironment({ repositoryTokens }: AggregatorValues, run: RunValues, site: Site) {
  const { repository } = run
  if (repository === undefined || repositoryTokens === undefined) return []
  const { url } = repository
  const { secret, tokenKey, apiKeyKey } = repositoryTokens
  return [
    {
      name: 'REPOSITORY',
      value: typeof url === 'string' ? url : `${site.urlOf(url.application)}/v1/repository`,
    },
    { name: 'AGGREGATION_RESOURCE_PATH', value: repository.resourcePath },
    { name: 'AGGREGATION_OUTPUT_RESOURCE_PATH', value: repository.outputResourcePath },
    { name: 'AGGREGATION_EXPORT_TYPE', value: repository.exportType },
    secretEnv('TENSORIO_MODELS_TOKEN', secret, tokenKey),
    secretEnv('REPOSITORY_API_KEY', secret, apiKeyKey),
  ]
}
