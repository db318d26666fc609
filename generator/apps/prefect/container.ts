import type { Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { type Compute, compute, computeProblems } from '../compute.ts'
import { type Env, envValues, plainEnv } from '../env.ts'
import { type Image, imageRef } from '../image.ts'
import {
  containerSecurity,
  podSecurity,
  type Security,
  securityProblems,
  securityValues,
} from './security.ts'

/** Home of the processes: an assigned id has no entry in /etc/passwd that names one. */
export const HOME = '/home/prefect'

// The entry point of upstream's image, which installs EXTRA_PIP_PACKAGES; tini reaps what flows leave behind.
const ENTRYPOINT = ['/usr/bin/tini', '-g', '--', '/opt/prefect/entrypoint.sh']

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

/** Values that every Prefect application ends with. */
export const runtimeValues = {
  security: securityValues,
  env: envValues(
    'Further environment variables, e.g. settings of Prefect (not for secrets: they stand in the repository).',
    [{ EXTRA_PIP_PACKAGES: 'prefect-aws' }],
  ),
}

/** What can be wrong with them, and with the resources; `taken` are the variables that we set ourselves. */
export const runtimeProblems = (
  { resources, security, env }: Runtime,
  site: Site,
  taken: readonly Env[],
): readonly ValueProblem[] => [
  ...computeProblems(resources, '/resources'),
  ...securityProblems(security, site),
  ...envProblems(env, taken),
]

/** A variable that we set ourselves would be there twice, and the last one would win silently. */
const envProblems = (
  own: Readonly<Record<string, string>>,
  taken: readonly Env[],
): readonly ValueProblem[] =>
  Object.keys(own)
    .filter((name) => taken.some((t) => t.name === name))
    .map((name) => ({
      pointer: `/env/${name}`,
      message: `${name} is set from another value already`,
      hint: `take ${name} out of env; the values of this application say what it is`,
    }))
