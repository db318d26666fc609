import { persistentVolumeClaim } from '../../model/objects.ts'
import type { GeodataValues } from './values.ts'

type Labels = Readonly<Record<string, string>>

/** The claim that flow runs mount; class and volume are the platform's business. */
export const dataClaim = ({ claim, size }: GeodataValues['storage'], labels: Labels) =>
  persistentVolumeClaim(
    { name: claim, labels },
    {
      spec: {
        accessModes: ['ReadWriteMany'],
        volumeMode: 'Filesystem',
        resources: { requests: { storage: `${size}` } },
      },
    },
  )
