import type { Kustomization } from '../read/kustomization.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { specs } from '../schema/field-tables.ts'
import { replicas } from '../transformers/replicas.ts'
import { asField, transformer } from './plugin.ts'

type Arguments = {
  readonly replica?: NonNullable<Kustomization['replicas']>[number]
  readonly fieldSpecs?: readonly FieldSpec[]
}

/** ReplicaCountTransformer: one entry of `replicas`, in the kinds that its field specs name. */
export const replicaCountTransformer = transformer<Arguments>(
  { replica: { fields: { name: 'text', count: 'int64' } }, fieldSpecs: specs },
  ({ replica = {}, fieldSpecs = [] }, host) =>
    asField(replicas, host, { replicas: [replica] }, { replicas: fieldSpecs }),
)
