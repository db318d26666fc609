import {
  type CelFunc,
  type CelInput,
  type CelMap,
  CelScalar,
  type CelType,
  celMethod,
  mapType,
} from '@bufbuild/cel'

/** Kubernetes' own types (quantity, URL, address, network) as maps: rules only call methods on them. */
export const OBJECT = mapType(CelScalar.STRING, CelScalar.DYN)

/** A text that says all of a value, so that equal ones are equal. */
export const wrapped = (text: string): ReadonlyMap<string, CelInput> => new Map([['value', text]])

/** What `wrapped` was given. */
export const unwrapped = (object: CelMap): string => String(object.get('value'))

/** The value, or the error that the API server refuses the object with. */
export function wanted<T>(value: T | undefined, text: string, what: string): T {
  if (value === undefined) throw new Error(`${text} is no ${what}`)
  return value
}

/** A method without arguments of such a type. */
export function ofObject<R extends CelType>(
  name: string,
  result: R,
  make: (text: string) => CelInput<R>,
): CelFunc {
  return celMethod(name, OBJECT, [], result, function (this: CelMap) {
    return make(unwrapped(this))
  })
}
