import type { ValueProblem } from '../../fleet/values.ts'
import { record, string } from '../../fleet/values.ts'
import { type Compute, compute } from '../compute.ts'
import { type Image, imageRef } from '../image.ts'
import { containerSecurity, podSecurity, type Security } from './security.ts'

/** Home of the processes: an assigned id has no entry in /etc/passwd that names one. */
export const HOME = '/home/prefect'

// The entry point of upstream's image, which installs EXTRA_PIP_PACKAGES; tini reaps what flows leave behind.
const ENTRYPOINT = ['/usr/bin/tini', '-g', '--', '/opt/prefect/entrypoint.sh']

/** An environment variable: its value, or the key of a Secret. */
export type Env =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string
      readonly valueFrom: {
        readonly secretKeyRef: { readonly name: string; readonly key: string }
      }
    }

/** What every Prefect process of an application has in common. */
export type Runtime = {
  readonly image: Image
  readonly resources: Compute
  readonly security: Security
  readonly env: Readonly<Record<string, string>>
}

/** Folders that stay writable on a read-only root file system. */
export const scratchMounts = [
  { name: 'scratch', mountPath: HOME, subPathExpr: 'home' },
  { name: 'scratch', mountPath: '/tmp', subPathExpr: 'tmp' },
]

/** The volume behind `scratchMounts`. */
export const scratchVolume = { name: 'scratch', emptyDir: {} }

/** A variable out of a Secret. */
export const secretEnv = (name: string, secret: string, key: string): Env => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
})

/** Variables with plain values, in the order given. */
export const plainEnv = (values: Readonly<Record<string, string>>): readonly Env[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }))

/** A container of upstream's image that runs `args`; `env` comes before the user's own variables. */
export const prefectContainer = (
  name: string,
  { image, resources, security, env: own }: Runtime,
  args: readonly string[],
  env: readonly Env[],
) => ({
  name,
  image: imageRef(image),
  imagePullPolicy: image.pullPolicy,
  command: ENTRYPOINT,
  args,
  workingDir: HOME,
  env: [...env, ...plainEnv(own)],
  resources: compute(resources),
  securityContext: containerSecurity(security),
  volumeMounts: scratchMounts,
})

/** What all Prefect pods have in common; only agents and workers talk to the Kubernetes API. */
export const prefectPod = ({ security }: Runtime, serviceAccountName: string, api = false) => ({
  serviceAccountName,
  automountServiceAccountToken: api,
  // A Service called prefect-server would become PREFECT_SERVER_* variables, which Prefect reads as settings.
  enableServiceLinks: false,
  securityContext: podSecurity(security),
})

/** Schema of further variables. */
export const envValues = record(string({ description: 'Value; numbers and true in quotes.' }), {
  description:
    'Further environment variables, e.g. settings of Prefect (not for secrets: they stand in the repository).',
  default: {},
  examples: [{ EXTRA_PIP_PACKAGES: 'prefect-aws' }],
})

/** A variable that we set ourselves would be there twice, and the last one would win silently. */
export const envProblems = (
  own: Readonly<Record<string, string>>,
  taken: readonly { readonly name: string }[],
): readonly ValueProblem[] =>
  Object.keys(own)
    .filter((name) => taken.some((t) => t.name === name))
    .map((name) => ({
      pointer: `/env/${name}`,
      message: `${name} is set from another value already`,
      hint: `take ${name} out of env; the values of this application say what it is`,
    }))
