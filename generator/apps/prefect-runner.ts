import type { Site } from '../fleet/types.ts'
import { object, optional, type ValueProblem } from '../fleet/values.ts'
import { type SecretRef, secretKey, secretName } from './references.ts'

/** Schema of the Secret with the API key of Prefect. */
export const apiKeyValues = optional(
  object(
    {
      secret: secretName('Name of the Secret.', 'prefect-api-key'),
      key: secretKey('Key in it.', 'key'),
    },
    {
      description:
        'Secret with the API key; `apiKey: {}` for the usual name. Prefect Cloud needs one, a server of your own has none.',
    },
  ),
)

/** Schema of the Secret with the user and password of basic authentication. */
export const basicAuthValues = (description: string) =>
  optional(
    object(
      {
        secret: secretName('Name of the Secret.', 'prefect-basic-auth'),
        key: secretKey('Key in it; its value is user:password.', 'auth-string'),
      },
      { description },
    ),
  )

/** The same for those that ask the server. */
export const clientAuthValues = basicAuthValues(
  "Present a user and a password, where the server has `basicAuth`; `basicAuth: {}` for the usual Secret. It stands in the runner's own namespace and holds what the server's holds.",
)

/** A server of the fleet that asks for a password, and a client that has none; `pointer` is where the server is named. */
export function clientAuthProblems(
  server: unknown,
  basicAuth: SecretRef | undefined,
  site: Site,
  { pointer, hint }: { readonly pointer: string; readonly hint: string },
): readonly ValueProblem[] {
  const isNamed = typeof server === 'object' && server !== null && 'application' in server
  if (!isNamed || basicAuth !== undefined) return []
  const name = String(server.application)
  if (!site.offersOf(name).basicAuth) return []
  const message = `${name} asks for a user and a password (basicAuth), and ${site.instance} has none`
  return [{ pointer, message, hint }]
}

/** Variables of a worker of Prefect 3 (Prefect 2 ignores them); `namespace` is that of the Jobs. */
export const workerEnv = (
  namespace: string,
  apiKey: SecretRef | undefined,
  basicAuth: SecretRef | undefined,
): Readonly<Record<string, string>> => ({
  // The Role reaches no further.
  PREFECT_INTEGRATIONS_KUBERNETES_OBSERVER_NAMESPACES: namespace,
  // Job pods get keys and passwords by reference too, instead of their text in every Job.
  ...(apiKey && {
    PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_NAME: apiKey.secret,
    PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_KEY: apiKey.key,
  }),
  ...(basicAuth && {
    PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_AUTH_STRING_SECRET_NAME: basicAuth.secret,
    PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_AUTH_STRING_SECRET_KEY: basicAuth.key,
  }),
})

const health = {
  httpGet: { path: '/health', port: 'health' },
  periodSeconds: 10,
  timeoutSeconds: 5,
}

/** Port and probes of a worker that is started with `--with-healthcheck`. */
export const workerHealth = {
  ports: [{ name: 'health', containerPort: 8080, protocol: 'TCP' }],
  startupProbe: { ...health, failureThreshold: 30 },
  livenessProbe: { ...health, failureThreshold: 3 },
  readinessProbe: { ...health, failureThreshold: 3 },
}
