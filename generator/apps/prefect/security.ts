import type { Note, Site } from '../../fleet/types.ts'
import { boolean, integer, object, type ValueProblem } from '../../fleet/values.ts'
import { restrictedContainer, restrictedPod } from '../../model/pods.ts'

/** Who the processes are, and what they may do. */
export type Security = {
  readonly runAsUser: number
  readonly fsGroup: number
  readonly root: boolean
}

/** Schema of the security context of every Prefect pod of an application. */
export const securityValues = object(
  {
    runAsUser: integer({
      description: 'User id of the processes, 1 or more; OpenShift chooses its own.',
      default: 1001,
      minimum: 1,
    }),
    fsGroup: integer({
      description: 'Group id that owns the volumes, 1 or more; OpenShift chooses its own.',
      default: 1001,
      minimum: 1,
    }),
    root: boolean({
      description:
        'Run as root with a writable root file system, to install packages when a pod starts. OpenShift refuses it.',
      default: false,
    }),
  },
  { description: 'Security context of the pods; without root the root file system is read-only.' },
)

/** Security context of a pod. */
export const podSecurity = ({ root, runAsUser, fsGroup }: Security) =>
  root
    ? {
        runAsUser: 0,
        runAsNonRoot: false,
        fsGroup: 0,
        seccompProfile: { type: 'RuntimeDefault' },
      }
    : restrictedPod({ user: runAsUser, fsGroup })

/** Security context of a container. Root keeps its capabilities: package managers change owners. */
export const containerSecurity = ({ root }: Security) =>
  root
    ? {
        runAsUser: 0,
        runAsNonRoot: false,
        readOnlyRootFilesystem: false,
        allowPrivilegeEscalation: false,
      }
    : restrictedContainer()

/** Root where the cluster assigns ids itself. */
export function securityProblems({ root }: Security, { cluster }: Site): readonly ValueProblem[] {
  if (!root || cluster.platform !== 'openshift') return []
  return [
    {
      pointer: '/security/root',
      message: `cluster ${cluster.name} is OpenShift, whose restricted-v2 lets no pod run as root`,
      hint: 'take security.root away for this environment, and build an image that has the packages',
    },
  ]
}

/** Root works, but not everywhere. */
export const securityNotes = ({ root }: Security): readonly Note[] =>
  root
    ? [
        {
          pointer: '/security/root',
          message: 'the pods run as root with a writable root file system',
          hint: 'the namespace must not enforce the Pod Security level restricted; an image with the packages in it needs no root',
        },
      ]
    : []
