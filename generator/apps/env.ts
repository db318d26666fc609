import { record, string } from '../fleet/values.ts'

/** An environment variable: its value, or the key of a Secret. */
export type Env =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string
      readonly valueFrom: {
        readonly secretKeyRef: { readonly name: string; readonly key: string }
      }
    }

type Texts = Readonly<Record<string, string>>

/** Schema of environment variables that an application's values add. */
export const envValues = (description: string, examples?: readonly Texts[]) =>
  record(string({ description: 'Value; numbers and true in quotes.' }), {
    description,
    default: {},
    ...(examples && { examples }),
  })

/** Variables with plain values, in the order given. */
export const plainEnv = (values: Texts): readonly Extract<Env, { value: string }>[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }))

/** A variable out of a Secret. */
export const secretEnv = (name: string, secret: string, key: string): Env => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
})
