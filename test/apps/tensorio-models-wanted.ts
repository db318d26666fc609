import { tensorioModels } from '../../generator/apps/tensorio-models/tensorio-models.ts'
import { at } from '../../generator/core/pointer.ts'
import type { Desired, Site } from '../../generator/fleet/types.ts'
import { site } from '../site.ts'
import { valuesOf } from './values.ts'

export const here = site('tensorio-models', { namespace: 'models' })
export const gcs = {
  backend: 'gcs',
  gcs: { repositoryBucket: 'repo-1', fleaBucket: 'flea-1', fleaUploadBucket: 'upload-1' },
}
export const complete = (given: object = {}) => valuesOf(tensorioModels.values, given)
export const wanted = (given: object = {}, where: Site = here): Desired =>
  tensorioModels.resources(complete(given), where)
/** What a pointer into the pod of a workload finds. */
export const pod = (desired: Desired, name: string, pointer: string, kind = 'Deployment') =>
  at(
    desired.resources.find((r) => r.kind === kind && r.metadata.name === name),
    `/spec/template/spec${pointer}`,
  )
