import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { CONTAINERS, type Container, containersOf, POD_KINDS, type Pod, podsOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

const mounting = { volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }] }

export const volumeMountHasVolume: Rule = {
  id: 'volume-mount-has-volume',
  severity: 'error',
  scope: 'object',
  kinds: POD_KINDS,
  when: { pod: [['spec', (spec) => mountsOther(fieldsAt(spec))]] },
  summary: 'Every volume mount names a volume of its pod.',
  why: 'The API server refuses the object.',
  hint: 'add the volume to the pod, or correct the name',
  *check(resources) {
    for (const pod of podsOf(resources)) {
      const volumes = volumesOf(pod)
      for (const { container, pointer, volume } of containersOf(pod).flatMap(mountsOf)) {
        if (volumes.has(volume)) continue
        const message = `container "${container}" mounts "${volume}", which is no volume of the pod`
        const meant = didYouMean(volume, volumes)
        yield { resource: pod.resource, pointer, message: message + meant }
      }
    }
  },
  examples: () => ({
    good: [exampleDeployment(mounting, { volumes: [{ name: 'scratch', emptyDir: {} }] })],
    bad: [exampleDeployment(mounting, { volumes: [{ name: 'data', emptyDir: {} }] })],
  }),
}

type Mount = { readonly container: string; readonly pointer: string; readonly volume: string }

function mountsOf({ name: container, pointer, fields }: Container): readonly Mount[] {
  return ['volumeMounts', 'volumeDevices'].flatMap((list) =>
    mapsOf(fields[list]).flatMap(([index, mount]) => {
      const volume = textOf(mount.name)
      if (volume === undefined) return []
      return [{ container, pointer: `${pointer}/${list}/${index}/name`, volume }]
    }),
  )
}

/** Names of the volumes of a pod; the claim templates of a StatefulSet are volumes too. */
function volumesOf({ resource, spec }: Pod): ReadonlySet<string> {
  const own = mapsOf(spec.volumes).flatMap(([, volume]) => textOf(volume.name) ?? [])
  const templates = mapsOf(fieldsAt(resource, 'spec').volumeClaimTemplates)
  const claims = templates.flatMap(([, claim]) => textOf(fieldsAt(claim, 'metadata').name) ?? [])
  return new Set([...own, ...(resource.kind === 'StatefulSet' ? claims : [])])
}

/** A quick look, without the claims of a StatefulSet. */
function mountsOther(spec: Fields): boolean {
  for (const list of CONTAINERS) {
    const containers = spec[list]
    if (!Array.isArray(containers)) continue
    for (let i = 0; i < containers.length; i++) {
      const { volumeMounts, volumeDevices } = fieldsAt(containers[i])
      if (volumeDevices != null || isAnyOther(volumeMounts, spec.volumes)) return true
    }
  }
  return false
}

function isAnyOther(mounts: unknown, volumes: unknown): boolean {
  if (!Array.isArray(mounts)) return false
  for (let i = 0; i < mounts.length; i++)
    if (!isNamed(volumes, textOf(fieldsAt(mounts[i]).name))) return true
  return false
}

function isNamed(volumes: unknown, name: string | undefined): boolean {
  if (name === undefined) return true
  if (!Array.isArray(volumes)) return false
  for (let i = 0; i < volumes.length; i++) if (fieldsAt(volumes[i]).name === name) return true
  return false
}
