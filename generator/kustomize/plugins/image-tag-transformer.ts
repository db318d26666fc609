import type { ImageChange } from '../read/kustomization.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import { specs } from '../schema/field-tables.ts'
import { images } from '../transformers/images.ts'
import { asField, transformer } from './plugin.ts'

type Arguments = { readonly imageTag?: ImageChange; readonly fieldSpecs?: readonly FieldSpec[] }

/** ImageTagTransformer: one entry of `images`; in containers always, elsewhere where its field specs say. */
export const imageTagTransformer = transformer<Arguments>(
  {
    imageTag: {
      fields: { name: 'text', newName: 'text', tagSuffix: 'text', newTag: 'text', digest: 'text' },
    },
    fieldSpecs: specs,
  },
  ({ imageTag = {}, fieldSpecs = [] }, host) =>
    asField(images, host, { images: [imageTag] }, { images: fieldSpecs }),
)
