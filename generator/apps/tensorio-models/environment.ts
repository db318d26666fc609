import type { SecretContract, SecretKey, Site } from '../../fleet/types.ts'
import { secretEnv } from '../env.ts'
import { type Component, enabled } from './components.ts'
import { modelsUri } from './models-uri.ts'
import type { TensorioValues } from './values.ts'

const TOKENS = '/etc/auth-tokens'
const CREDENTIALS = '/etc/auth'

/** Variables of a component: with `memory` none that only Google Cloud Storage needs. */
export function environment(component: Component, values: TensorioValues, site: Site) {
  const { backend, authTokens } = values
  return [
    { name: 'BACKEND', value: backend },
    // The memory backend reads a file of the pod, the gcs backend an object of its bucket; without it both panic.
    {
      name: 'AUTH_TOKENS_FILE',
      value: backend === 'memory' ? `${TOKENS}/${authTokens.key}` : authTokens.object,
    },
    ...(component.name === 'flea' ? [{ name: 'MODELS_URI', value: modelsUri(values, site) }] : []),
    ...(backend === 'gcs' ? gcsEnvironment(component, values) : []),
  ]
}

function gcsEnvironment({ name }: Component, { gcs, credentials }: TensorioValues) {
  const { secret, accountKey, pemKey, accessIdKey } = credentials
  const account = {
    name: 'GOOGLE_APPLICATION_CREDENTIALS',
    value: `${CREDENTIALS}/${accountKey}`,
  }
  const bucket = (variable: string, value: string | undefined) =>
    value === undefined ? [] : [{ name: variable, value }] // only a base may lack one
  return name === 'repository'
    ? [account, ...bucket('REPOSITORY_GCS_BUCKET', gcs.repositoryBucket)]
    : [
        account,
        ...bucket('FLEA_GCS_BUCKET', gcs.fleaBucket),
        ...bucket('FLEA_UPLOAD_GCS_BUCKET', gcs.fleaUploadBucket),
        secretEnv('PRIVATE_PEM_KEY', secret, pemKey),
        secretEnv('GOOGLE_ACCESS_ID', secret, accessIdKey),
      ]
}

export const mounts = ({ backend }: TensorioValues) => [
  backend === 'memory'
    ? { name: 'auth-tokens', mountPath: TOKENS, readOnly: true }
    : { name: 'sacred', mountPath: CREDENTIALS, readOnly: true },
]

export function volumes({ backend, authTokens, credentials }: TensorioValues) {
  const file = (name: string, secretName: string, key: string) => ({
    name,
    secret: { secretName, items: [{ key, path: key }] },
  })
  return [
    backend === 'memory'
      ? file('auth-tokens', authTokens.secret, authTokens.key)
      : file('sacred', credentials.secret, credentials.accountKey),
  ]
}

/** The Secrets that the pods above need, and nothing that they do not read. */
export function secretContracts(values: TensorioValues): readonly SecretContract[] {
  const { backend, authTokens, credentials } = values
  if (enabled(values).length === 0) return []
  return backend === 'memory'
    ? [
        {
          name: authTokens.secret,
          keys: [
            { key: authTokens.key, purpose: 'lines `<TokenType> <token>` that clients present' },
          ],
        },
      ]
    : [{ name: credentials.secret, keys: credentialKeys(values) }]
}

function credentialKeys({ credentials, flea }: TensorioValues): readonly SecretKey[] {
  const { accountKey, pemKey, accessIdKey } = credentials
  const account = { key: accountKey, purpose: 'Google service account, JSON' }
  return flea.enabled
    ? [
        account,
        { key: pemKey, purpose: 'private key that signs upload URLs, PEM' },
        { key: accessIdKey, purpose: "the service account's e-mail (client_email)" },
      ]
    : [account]
}
