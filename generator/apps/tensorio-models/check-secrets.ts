import type { Resource } from '../../core/resource.ts'
import type { SecretContract, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { restrictedPod } from '../../model/pods.ts'
import type { Image } from '../image.ts'
import { checkContainer, optionalSecret, preflight } from '../preflight.ts'
import { labels } from './components.ts'

const MOUNT = '/etc/secret'

/** Name of the Job that checks one Secret. */
export const checkName = (secret: string, { instance }: Site): string =>
  `${instance}-check-secrets-${secret}`

/** A preflight Job for one Secret, one container per key: a missing key or Secret fails it in seconds. */
export function checkSecrets(contract: SecretContract, image: Image, site: Site): Resource {
  const own = labels('check-secrets', site)
  const volume = 'secret-under-test'
  return preflight({ name: checkName(contract.name, site), labels: own }, own, {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: restrictedPod({ user: 1001 }),
    containers: checkContainers(contract, image, volume),
    volumes: [optionalSecret(volume, contract.name)],
  })
}

/** One container per key of a Secret that is mounted as `volume`; each says which key is missing and what it is for. */
export const checkContainers = (
  { name: secret, keys }: SecretContract,
  image: Image,
  volume: string,
) =>
  keys.map(({ key, purpose }) => ({
    ...checkContainer(
      `check-secret-${labelOf(key)}`,
      image,
      {
        command: ['sh', '-c'],
        args: [
          `test -s ${MOUNT}/${key} || { echo "Secret ${secret} has no key ${key} (${spoken(purpose)})"; exit 1; }`,
        ],
      },
      '32Mi',
    ),
    volumeMounts: [{ name: volume, mountPath: MOUNT, readOnly: true }],
  }))

/** A key as part of a container's name: `googleAccessId` is `google-access-id`. */
const labelOf = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48)

/** Without what a shell reads between double quotes. */
const spoken = (text: string): string => text.replace(/["`$\\]/g, '')

/** A Secret whose check cannot be named: the Job's name would be too long, or two keys look alike. */
export function checkProblems(
  { name, keys }: SecretContract,
  pointer: string,
  site: Site,
): readonly ValueProblem[] {
  const job = checkName(name, site)
  const names = keys.map(({ key }) => labelOf(key))
  const twice = names.find((label, i) => label === '' || names.indexOf(label) !== i)
  return [
    ...(job.length > 63
      ? [
          {
            pointer: `${pointer}/secret`,
            message: `the Job ${job} has a name of ${job.length} characters, at most 63 are allowed`,
            hint: 'shorten the name of the Secret or of the application, or switch the check off',
          },
        ]
      : []),
    ...(twice === undefined
      ? []
      : [
          {
            pointer,
            message: `the keys ${keys.map(({ key }) => key).join(', ')} of Secret ${name} cannot be told apart`,
            hint: 'name each key differently, in letters and digits',
          },
        ]),
  ]
}
