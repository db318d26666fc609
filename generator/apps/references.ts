import type { SecretContract } from '../fleet/types.ts'
import { any, string } from '../fleet/values.ts'

/** Pattern of the name of a Secret, a claim or a ServiceAccount. */
export const OBJECT_NAME = '^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$'

/** Pattern of a key in a Secret; as a file name it needs no quotes in a shell. */
export const SECRET_KEY = '^[-._A-Za-z0-9]{1,253}$'

/** One key of a Secret as an application's values have it. */
export type SecretRef = { readonly secret: string; readonly key: string }

/** Schema of the name of a Secret. */
export const secretName = (description: string, usual: string) =>
  string({ description, default: usual, pattern: OBJECT_NAME })

/** Schema of a key in a Secret. */
export const secretKey = (description: string, usual: string) =>
  string({ description, default: usual, pattern: SECRET_KEY })

/** The contract of a Secret that is optional and has one key. */
export const contractOf = (
  ref: SecretRef | undefined,
  purpose: string,
): readonly SecretContract[] =>
  ref === undefined ? [] : [{ name: ref.secret, keys: [{ key: ref.key, purpose }] }]

type Application = { readonly application: string }

/** Shapes of a URL: the text, or the name of an application, whose URL the environment knows (`site.urlOf`). */
export const urlOrApplication = (whose: string) =>
  [
    string({ description: 'The URL itself.', pattern: '^https?://[^\\s]+$' }),
    any<Application, { readonly description: string }>(
      {
        type: 'object',
        properties: { application: { type: 'string' } },
        required: ['application'],
        additionalProperties: false,
      },
      { description: `${whose} of this fleet, in the same environment.` },
    ),
  ] as const
