export { type ImageField, imageFieldsOf } from './edit/image-fields.ts'
export { mergeStrategic } from './edit/merge-strategic.ts'
export { type Image, joinImage, splitImage } from './edit/split-image.ts'
export { hashedName, hashSuffix } from './finish/hash.ts'
export {
  type Explanation,
  type TracedBuild,
  type TracedChange,
  type TracedObject,
  type TracedStep,
  traceBuild,
} from './provenance/explain.ts'
export {
  build,
  createRenderer,
  printRendering,
  type Rendered,
  type Renderer,
  type Rendering,
  type RenderOptions,
  render,
} from './render.ts'
export { isClusterScoped, mergeKeysOf } from './schema/schema.ts'
