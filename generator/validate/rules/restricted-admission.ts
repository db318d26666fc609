import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn, textsOf } from '../fields.ts'
import { type Container, containersOf, type Pod } from '../pods.ts'
import { type Mistake, podRule } from '../rule-shapes.ts'

/** Volumes that restricted-v2 admits (openshift/cluster-kube-apiserver-operator, scc-manifests). */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]

const HOST: Readonly<Record<string, string>> = {
  hostNetwork: 'Host network is not allowed to be used',
  hostPID: 'Host PID is not allowed to be used',
  hostIPC: 'Host IPC is not allowed to be used',
}

function hasOther(volume: unknown): boolean {
  for (const name in fieldsAt(volume)) if (name !== 'name' && !VOLUMES.includes(name)) return true
  return false
}

export const restrictedAdmission = podRule({
  id: 'restricted-admission',
  severity: 'error',
  when: {
    pod: [
      ...Object.keys(HOST).map((field) => `spec/${field}`),
      ['spec/volumes/*', hasOther],
      'spec/securityContext/seccompProfile',
      'spec/C/securityContext',
      'spec/C/ports/*/hostPort',
    ],
  },
  summary:
    'On OpenShift no pod asks for what restricted-v2 refuses: privileges, the host, volumes of the node, capabilities.',
  why: 'The pod is refused: "unable to validate against any security context constraint: [provider restricted-v2: …]". The workload stays without pods.',
  hint: 'remove the field on this platform, or let an administrator bind the service account to another SCC',
  *mistakes(pod, { platform }) {
    if (platform !== 'openshift') return
    yield* hostMistakes(pod)
    yield* seccompMistake(fieldsAt(pod.spec, 'securityContext'), `${pod.pointer}/spec`)
    yield* volumeMistakes(pod)
    for (const container of containersOf(pod)) yield* containerMistakes(container)
  },
  examples: () => ({
    platform: 'openshift',
    good: [exampleDeployment({ securityContext: { capabilities: { drop: ['ALL'] } } })],
    bad: [exampleDeployment({ securityContext: { privileged: true } })],
  }),
})

function refusal(path: string, value: string, text: string): string {
  return `provider restricted-v2: ${path}: Invalid value: ${value}: ${text}`
}

function* hostMistakes({ spec, pointer }: Pod): Iterable<Mistake> {
  for (const [field, text] of Object.entries(HOST))
    if (spec[field] === true) {
      const message = refusal(`.spec.securityContext.${field}`, 'true', text)
      yield { pointer: `${pointer}/spec/${field}`, message }
    }
}

function* volumeMistakes({ spec, pointer }: Pod): Iterable<Mistake> {
  for (const [index, volume] of mapsOf(spec.volumes))
    for (const source of setIn(volume))
      if (source !== 'name' && !VOLUMES.includes(source)) {
        const text = `${source} volumes are not allowed to be used`
        const message = refusal(`spec.volumes[${index}]`, `"${source}"`, text)
        yield { pointer: `${pointer}/spec/volumes/${index}/${source}`, message }
      }
}

function* containerMistakes({ fields, pointer }: Container): Iterable<Mistake> {
  const [list = '', index = ''] = pointer.split('/').slice(-2)
  const where = `.${list}[${index}]`
  const context = fieldsAt(fields, 'securityContext')
  const at = `${pointer}/securityContext`
  if (context.privileged === true) {
    const text = 'Privileged containers are not allowed'
    yield { pointer: `${at}/privileged`, message: refusal(`${where}.privileged`, 'true', text) }
  }
  if (context.allowPrivilegeEscalation === true) {
    const text = 'Allowing privilege escalation for containers is not allowed'
    const message = refusal(`${where}.allowPrivilegeEscalation`, 'true', text)
    yield { pointer: `${at}/allowPrivilegeEscalation`, message }
  }
  yield* seccompMistake(context, pointer)
  yield* capabilityMistakes(context, where, at)
  for (const [port, { hostPort }] of mapsOf(fields.ports))
    if (typeof hostPort === 'number' && hostPort !== 0) {
      const text = 'Host ports are not allowed to be used'
      const message = refusal(`${where}.containers[${index}].hostPort`, String(hostPort), text)
      yield { pointer: `${pointer}/ports/${port}/hostPort`, message }
    }
}

/** Only the profile of the container runtime is in the constraint. */
function* seccompMistake(context: Fields, pointer: string): Iterable<Mistake> {
  const { type } = fieldsAt(context, 'seccompProfile')
  if (typeof type !== 'string' || type === '' || type === 'RuntimeDefault') return
  const profile = type === 'Unconfined' ? 'unconfined' : 'localhost'
  const message = `provider restricted-v2: ${profile} is not an allowed seccomp profile. Valid values are [runtime/default]`
  yield { pointer: `${pointer}/securityContext/seccompProfile/type`, message }
}

function* capabilityMistakes(context: Fields, where: string, at: string): Iterable<Mistake> {
  for (const [index, name] of textsOf(fieldsAt(context, 'capabilities').add))
    if (name !== 'NET_BIND_SERVICE') {
      const message = refusal(
        `${where}.capabilities.add`,
        `"${name}"`,
        'capability may not be added',
      )
      yield { pointer: `${at}/capabilities/add/${index}`, message }
    }
}
