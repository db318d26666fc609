import type { SecretContract } from '../../fleet/types.ts'
import { restrictedPod } from '../../model/pods.ts'
import { checkContainer, optionalSecret, preflight } from '../preflight.ts'
import { labels, podLabels } from './labels.ts'
import { REDIS_IDS } from './redis.ts'
import type { JobValues } from './values.ts'

const FOLDER = '/secrets'

/** Name of the preflight Job of a release. */
export const checkName = (instance: string): string => `${instance}-check-secrets`

/** A Job that fails within seconds when a Secret or a key is missing, and says which, instead of a pod that hangs. */
export function checkSecrets(
  tools: JobValues['tools'],
  contracts: readonly SecretContract[],
  instance: string,
) {
  const volumeOf = (i: number) => `secret-${i}` // a Secret may have a name that no volume can have
  const container = {
    ...checkContainer('check-secrets', tools, { command: ['sh', '-c', script(contracts)] }, '64Mi'),
    volumeMounts: contracts.map(({ name }, i) => ({
      name: volumeOf(i),
      mountPath: `${FOLDER}/${name}`,
      readOnly: true,
    })),
  }
  return preflight(
    { name: checkName(instance), labels: labels(instance, 'check-secrets') },
    podLabels(instance, 'check-secrets'),
    {
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
      securityContext: restrictedPod(REDIS_IDS),
      containers: [container],
      volumes: contracts.map(({ name }, i) => optionalSecret(volumeOf(i), name)),
    },
  )
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** All keys are looked at before it fails, so that one look at the log is enough. */
function script(contracts: readonly SecretContract[]): string {
  const checks = contracts.flatMap(({ name, keys }) =>
    keys.map(({ key, purpose }) => ['check', name, key, quoted(purpose)].join(' ')),
  )
  return `missing=0
check() {
  if [ -s "${FOLDER}/$1/$2" ]; then echo "Secret $1 has $2"
  else echo "Secret $1 has no key $2: $3" >&2; missing=1; fi
}
${checks.join('\n')}
exit $missing
`
}
