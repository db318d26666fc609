import { UserError } from '../../core/finding.ts'
import { isNull, type Node } from '../../yaml/index.ts'

/** Elements that merge by keys are maps. Throws UserError; `at` ends its message. */
export function checkElements(list: readonly Node[], at: () => string): void {
  if (list.every((node) => node instanceof Map || isNull(node))) return
  throw mixed(`a list has an element that is no map${at()}`)
}

/** Elements of a set are single values; upstream compares them one by one with a text. Throws UserError. */
export function checkSet(list: readonly Node[]): void {
  if (list.some((node) => node instanceof Map || Array.isArray(node)))
    throw mixed('a list of texts has an element that is no single value')
}

const mixed = (message: string): UserError =>
  new UserError({
    message,
    hint: 'kustomize merges the elements of this list, so they must all be of one kind',
  })
