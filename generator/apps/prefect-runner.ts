import { object, optional } from '../fleet/values.ts'
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

/** Variables of a worker of Prefect 3 (Prefect 2 ignores them); `namespace` is that of the Jobs. */
export const workerEnv = (
  namespace: string,
  apiKey: SecretRef | undefined,
): Readonly<Record<string, string>> => ({
  // The Role reaches no further.
  PREFECT_INTEGRATIONS_KUBERNETES_OBSERVER_NAMESPACES: namespace,
  // Job pods get the key by reference too, instead of its text in every Job.
  ...(apiKey && {
    PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_NAME: apiKey.secret,
    PREFECT_INTEGRATIONS_KUBERNETES_WORKER_API_KEY_SECRET_KEY: apiKey.key,
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
