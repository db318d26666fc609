import { choice, object, optional, string } from '../fleet/values.ts'

/** A container image as an application's values have it. */
export type Image = {
  readonly repository: string
  readonly tag: string
  readonly digest?: string
  readonly pullPolicy: 'IfNotPresent' | 'Always' | 'Never'
}

/** Schema of one container image; `latest` is refused, because nobody can say later what ran. */
export const imageValues = (
  defaults: { readonly repository: string; readonly tag: string },
  description: string,
) =>
  object(
    {
      repository: string({
        description:
          'Registry and name of the image, without tag. Without a registry it is docker.io; newer OpenShift refuses such short names.',
        default: defaults.repository,
        pattern: '^[a-z0-9]([-._a-z0-9]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9]([-._a-z0-9]*[a-z0-9])?)*$',
        examples: [defaults.repository],
      }),
      tag: string({
        description: 'Tag of the image; `latest` is refused.',
        default: defaults.tag,
        pattern: '^(?!latest$)[A-Za-z0-9_][-.A-Za-z0-9_]{0,127}$',
        examples: [defaults.tag],
      }),
      digest: optional(
        string({
          description: 'Digest that is pulled whatever the tag says; the tag stays for people.',
          pattern: '^sha256:[0-9a-f]{64}$',
        }),
      ),
      pullPolicy: choice(['IfNotPresent', 'Always', 'Never'], {
        description:
          'When the node pulls the image; `Never` for one that was loaded into the node.',
        default: 'IfNotPresent',
      }),
    },
    { description },
  )

/** The `image` of a container: `repository:tag`, with `@digest` behind it when there is one. */
export const imageRef = (image: Image): string =>
  `${image.repository}:${image.tag}${image.digest === undefined ? '' : `@${image.digest}`}`
