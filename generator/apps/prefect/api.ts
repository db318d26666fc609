import type { SecretContract, Site } from '../../fleet/types.ts'
import {
  any,
  object,
  oneOf,
  optional,
  type Schema,
  string,
  type ValueProblem,
} from '../../fleet/values.ts'
import { type Env, plainEnv, secretEnv } from './container.ts'
import { SECRET_KEY, SECRET_NAME } from './database.ts'

type About = { readonly description: string }
type Cloud = { readonly accountId: string; readonly workspaceId: string; readonly url?: string }

/** A URL, a server of this fleet, or a workspace of Prefect Cloud. */
export type Api = string | { readonly application: string } | { readonly cloud: Cloud }
export type SecretRef = { readonly secret: string; readonly key: string }

const id = { type: 'string', minLength: 1 }
const shape = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

/** Values that say where an agent or a worker gets its flow runs. */
export const apiValues = {
  api: oneOf(
    [
      string({ description: 'The URL itself.', pattern: '^https?://[^\\s]+$' }),
      any<{ readonly application: string }, About>(
        shape({ application: { type: 'string' } }, ['application']),
        { description: 'A server of this fleet, in the same environment.' },
      ),
      any<{ readonly cloud: Cloud }, About>(
        shape(
          {
            cloud: shape({ accountId: id, workspaceId: id, url: id }, ['accountId', 'workspaceId']),
          },
          ['cloud'],
        ),
        {
          description:
            'A workspace of Prefect Cloud; `url` is that of the Cloud, if it is another.',
        },
      ),
    ],
    {
      description:
        'Prefect API (PREFECT_API_URL): `application:` with the name of a server in this fleet, a URL up to /api, or `cloud:` with accountId and workspaceId.',
      examples: [
        { application: 'prefect-server' },
        'https://prefect.example.org/api',
        { cloud: { accountId: 'a1', workspaceId: 'w1' } },
      ],
    },
  ),
  apiKey: optional<Schema<SecretRef>>(
    object(
      {
        secret: string({
          description: 'Name of the Secret.',
          default: 'prefect-api-key',
          pattern: SECRET_NAME,
        }),
        key: string({ description: 'Key in it.', default: 'key', pattern: SECRET_KEY }),
      },
      {
        description:
          'Secret with the API key; `apiKey: {}` for the usual name. Prefect Cloud needs one, a server of your own has none.',
      },
    ),
  ),
}

type ApiAccess = { readonly api: Api; readonly apiKey?: SecretRef }

/** URL of the API, without a slash at the end. */
export function apiUrlOf(api: Api, site: Site): string {
  if (typeof api === 'string') return api.replace(/\/+$/, '')
  if ('application' in api) return site.urlOf(api.application)
  const { accountId, workspaceId, url = 'https://api.prefect.cloud/api' } = api.cloud
  return `${url.replace(/\/+$/, '')}/accounts/${accountId}/workspaces/${workspaceId}`
}

/** The URL, the key by reference, and the cluster's id, without which Prefect asks the API server for it. */
export const apiEnv = ({ api, apiKey }: ApiAccess, site: Site): readonly Env[] => [
  ...plainEnv({
    PREFECT_API_URL: apiUrlOf(api, site),
    ...(site.cluster.clusterUid === null
      ? {}
      : { PREFECT_KUBERNETES_CLUSTER_UID: site.cluster.clusterUid }),
  }),
  ...(apiKey ? [secretEnv('PREFECT_API_KEY', apiKey.secret, apiKey.key)] : []),
]

/** The Secret with the API key, if there is one. */
export const apiSecrets = ({ apiKey }: ApiAccess, reader: string): readonly SecretContract[] =>
  apiKey
    ? [
        {
          name: apiKey.secret,
          keys: [{ key: apiKey.key, purpose: `API key of Prefect Cloud for the ${reader}` }],
        },
      ]
    : []

/** Prefect Cloud without a key. */
export function apiProblems({ api, apiKey }: ApiAccess): readonly ValueProblem[] {
  const isCloud = typeof api === 'string' ? api.includes('//api.prefect.cloud/') : 'cloud' in api
  return isCloud && apiKey === undefined
    ? [
        {
          pointer: '/api',
          message: 'Prefect Cloud answers nobody without an API key',
          hint: 'add apiKey: {} and make the Secret prefect-api-key with the key in `key`',
        },
      ]
    : []
}
