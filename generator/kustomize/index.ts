export {
  type Explanation,
  type TracedBuild,
  type TracedChange,
  type TracedObject,
  type TracedStep,
  traceBuild,
} from './explain.ts'
export { hashedName, hashSuffix } from './hash.ts'
export { type ImageField, imageFieldsOf } from './image-fields.ts'
export { mergeStrategic } from './merge-strategic.ts'
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
export { isClusterScoped, mergeKeysOf } from './schema.ts'
export { type Image, joinImage, splitImage } from './split-image.ts'
