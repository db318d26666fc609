import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import type { FieldSpec } from '../schema/field-spec.ts'
import table from '../tables/images.json' with { type: 'json' }

/** The fields that `images` rewrites besides containers anywhere. */
const imageFields: readonly FieldSpec[] = table.fieldSpecs
const imagePaths = imageFields.map(({ path }) => path.split('/'))

/** One image, and the JSON pointer of its text. */
export type ImageField = { readonly pointer: string; readonly image: string }

/** Every place of an object that `images` would rewrite if the name fitted; none in a CustomResourceDefinition. */
export function imageFieldsOf(resource: Resource): readonly ImageField[] {
  if (resource.kind === 'CustomResourceDefinition') return []
  const found = new Map<string, string>()
  const take = (pointer: string, image: unknown) => {
    if (typeof image === 'string') found.set(pointer, image)
  }
  inContainers(resource, [], take)
  for (const path of imagePaths) inField(resource, path, '', take)
  return [...found].map(([pointer, image]) => ({ pointer, image }))
}

type Take = (pointer: string, image: unknown) => void

/** `steps` is one growing and shrinking list: few places of an object are images, and only those need a pointer. */
function inContainers(value: object, steps: string[], take: Take): void {
  for (const [key, member] of Object.entries(value)) {
    if (typeof member !== 'object' || member === null) continue
    steps.push(key)
    inContainers(member, steps, take)
    if ((key === 'containers' || key === 'initContainers') && Array.isArray(member)) {
      const at = steps.reduce(pointerTo, '')
      for (const [i, container] of member.entries())
        if (isRecord(container)) take(`${at}/${i}/image`, container.image)
    }
    steps.pop()
  }
}

function inField(value: unknown, path: readonly string[], pointer: string, take: Take): void {
  const [step, ...rest] = path
  const name = step?.replace('[]', '')
  if (name === undefined) take(pointer, value)
  else if (Array.isArray(value))
    for (const [i, element] of value.entries()) inField(element, path, `${pointer}/${i}`, take)
  else if (isRecord(value) && Object.hasOwn(value, name))
    inField(value[name], rest, pointerTo(pointer, name), take)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
