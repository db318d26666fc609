import type { SecretContract, Site } from '../../fleet/types.ts'
import { any, integer, oneOf, type ValueProblem } from '../../fleet/values.ts'
import { type Env, plainEnv, secretEnv } from '../env.ts'
import { apiKeyValues } from '../prefect-runner.ts'
import { contractOf, type SecretRef, urlOrApplication } from '../references.ts'

type About = { readonly description: string }
type Cloud = { readonly accountId: string; readonly workspaceId: string; readonly url?: string }

/** A URL, a server of this fleet, or a workspace of Prefect Cloud. */
export type Api = string | { readonly application: string } | { readonly cloud: Cloud }

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
      ...urlOrApplication('A server'),
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
  apiKey: apiKeyValues,
}

/** Values that say how often it asks for them. */
export const pollValues = {
  queryInterval: integer({
    description: 'Seconds between two looks at the queues, 1 or more.',
    default: 5,
    minimum: 1,
  }),
  prefetchSeconds: integer({
    description: 'Seconds before its time that a flow run is taken, 0 or more.',
    default: 10,
    minimum: 0,
  }),
}

type ApiAccess = { readonly api: Api; readonly apiKey?: SecretRef }

/** URL of the API, without a slash at the end. */
export function apiUrlOf(api: Api, site: Site): string {
  if (typeof api === 'string') return api.replace(/\/+$/, '')
  if ('application' in api) return site.urlOf(api.application)
  const { accountId, workspaceId, url = 'https://api.prefect.cloud/api' } = api.cloud
  return `${url.replace(/\/+$/, '')}/accounts/${accountId}/workspaces/${workspaceId}`
}

/** The URL, and the key by reference. */
export const apiEnv = ({ api, apiKey }: ApiAccess, site: Site): readonly Env[] => [
  ...plainEnv({ PREFECT_API_URL: apiUrlOf(api, site) }),
  ...(apiKey ? [secretEnv('PREFECT_API_KEY', apiKey.secret, apiKey.key)] : []),
]

/** The Secret with the API key, if there is one. */
export const apiSecrets = ({ apiKey }: ApiAccess, reader: string): readonly SecretContract[] =>
  contractOf(apiKey, `API key of Prefect Cloud for the ${reader}`)

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
