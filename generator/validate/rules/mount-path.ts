import { exampleDeployment } from '../example.ts'
import { type Fields, mapsOf, textOf } from '../fields.ts'
import { containerRule, type Mistake } from '../rule-shapes.ts'

const mounting = (...mountPaths: readonly string[]) =>
  exampleDeployment(
    { volumeMounts: mountPaths.map((mountPath) => ({ name: 'scratch', mountPath })) },
    { volumes: [{ name: 'scratch', emptyDir: {} }] },
  )

export const mountPath = containerRule({
  id: 'mount-path',
  severity: 'error',
  when: {
    pod: [
      ['spec/C/volumeMounts/*/mountPath', (path) => path === ''],
      'spec/C/volumeMounts/*/subPath',
      'spec/C/volumeMounts/*/subPathExpr',
      'spec/C/volumeDevices',
    ],
  },
  summary:
    'Every mount of a container has a path of its own, and its subPath stays inside the volume.',
  why: 'The API server refuses the object.',
  hint: 'give each mount another mountPath; a subPath is relative and has no ".."',
  *mistakes({ fields, pointer }) {
    for (const [index, mount] of mapsOf(fields.volumeMounts))
      yield* mountMistakes(mount, `${pointer}/volumeMounts/${index}`)
    for (const [index, device] of mapsOf(fields.volumeDevices))
      if (device.devicePath === '')
        yield {
          pointer: `${pointer}/volumeDevices/${index}/devicePath`,
          message: `has the device "${device.name}" nowhere`,
        }
  },
  examples: () => ({ good: [mounting('/tmp', '/var/tmp')], bad: [mounting('')] }),
})

function* mountMistakes(mount: Fields, at: string): Iterable<Mistake> {
  if (mount.mountPath === '')
    yield { pointer: `${at}/mountPath`, message: `mounts "${mount.name}" nowhere` }
  for (const sub of ['subPath', 'subPathExpr'])
    if (leaves(textOf(mount[sub])))
      yield {
        pointer: `${at}/${sub}`,
        message: `has ${sub} "${mount[sub]}", which leaves the volume`,
      }
  if (textOf(mount.subPath) && textOf(mount.subPathExpr))
    yield { pointer: `${at}/subPathExpr`, message: 'has a mount with subPath and subPathExpr' }
}

function leaves(path: string | undefined): boolean {
  return path !== undefined && (path.startsWith('/') || path.split('/').includes('..'))
}
