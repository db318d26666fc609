import { exampleDeployment } from '../example.ts'
import { type Fields, mapsOf } from '../fields.ts'
import { containersOf } from '../pods.ts'
import { podRule } from '../rule-shapes.ts'

const device = (source: object) =>
  exampleDeployment(
    { volumeDevices: [{ name: 'disk', devicePath: '/dev/disk' }] },
    { volumes: [{ name: 'disk', ...source }] },
  )

export const blockDevice = podRule({
  id: 'block-device',
  severity: 'error',
  when: { pod: ['spec/C/volumeDevices'] },
  summary: 'What a container uses as a block device is a claim.',
  why: 'The API server refuses the object: only a claim can be a block device.',
  hint: 'use volumeMounts, or give the volume persistentVolumeClaim or ephemeral as its source',
  *mistakes(pod) {
    const volumes = new Map<unknown, Fields>(
      mapsOf(pod.spec.volumes).map(([, volume]) => [volume.name, volume]),
    )
    for (const { name: container, fields, pointer } of containersOf(pod)) {
      const mounted = new Set(mapsOf(fields.volumeMounts).map(([, { name }]) => name))
      for (const [index, { name }] of mapsOf(fields.volumeDevices)) {
        const volume = volumes.get(name)
        const at = `${pointer}/volumeDevices/${index}/name`
        if (volume !== undefined && (volume.persistentVolumeClaim ?? volume.ephemeral) == null)
          yield { pointer: at, message: `container "${container}": volume "${name}" is no claim` }
        if (typeof name === 'string' && mounted.has(name))
          yield {
            pointer: at,
            message: `container "${container}" uses "${name}" as a device and as a folder`,
          }
      }
    }
  },
  examples: () => ({
    good: [
      device({
        ephemeral: {
          volumeClaimTemplate: {
            spec: {
              accessModes: ['ReadWriteOnce'],
              volumeMode: 'Block',
              resources: { requests: { storage: '1Gi' } },
            },
          },
        },
      }),
    ],
    bad: [device({ emptyDir: {} })],
  }),
})
