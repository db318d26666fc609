import type { FieldSpec } from '../field-spec.ts'
import { specs } from '../field-tables.ts'
import type { Kustomization } from '../kustomization.ts'
import { replicas } from '../transformers/replicas.ts'
import { asField, transformer } from './plugin.ts'

type Arguments = {
  readonly replica?: NonNullable<Kustomization['replicas']>[number]
  readonly fieldSpecs?: readonly FieldSpec[]
}

/** ReplicaCountTransformer: one entry of `replicas`, in the kinds that its field specs name. */
export const replicaCountTransformer = transformer<Arguments>(
  { replica: { fields: { name: 'text', count: 'integer' } }, fieldSpecs: specs },
  ({ replica = {}, fieldSpecs = [] }, host) =>
    asField(replicas, host, { replicas: [replica] }, { replicas: fieldSpecs }),
)
