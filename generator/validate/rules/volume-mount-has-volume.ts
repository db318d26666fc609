import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import { type Container, containersOf, POD_KINDS, type Pod, podsOf } from '../pods.ts'
import type { Rule } from '../rule.ts'

const mounting = { volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }] }

export const volumeMountHasVolume: Rule = {
  id: 'volume-mount-has-volume',
  severity: 'error',
  scope: 'object',
  kinds: POD_KINDS,
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
  examples: {
    good: [exampleDeployment(mounting, { volumes: [{ name: 'scratch', emptyDir: {} }] })],
    bad: [exampleDeployment(mounting, { volumes: [{ name: 'data', emptyDir: {} }] })],
  },
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
