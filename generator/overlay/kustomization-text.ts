import { printYaml } from '../yaml/index.ts'

/** A kustomization.yaml before it is text. */
export type KustomizationParts = {
  /** Comment lines on top, without `#`. */
  readonly header: string
  readonly resources?: readonly string[]
  readonly components?: readonly string[]
  /** Everything else, in the order to print. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Comment lines before a member, by its name. */
  readonly comments?: Readonly<Record<string, readonly string[]>>
}

/** The text of a kustomization.yaml. Empty lists are left out. */
export function kustomizationText(parts: KustomizationParts): string {
  const { header, resources = [], components = [], fields = {}, comments = {} } = parts
  const members = Object.entries({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...(resources.length > 0 && { resources }),
    ...(components.length > 0 && { components }),
    ...fields,
  })
  const body = members.map(
    ([name, value]) => commentText(comments[name] ?? []) + printYaml({ [name]: value }),
  )
  return commentText(header === '' ? [] : header.replace(/\n$/, '').split('\n')) + body.join('')
}

/** Lines as YAML comments; a line that is one already stays as it is. */
export function commentText(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split('\n'))
    .map((line) => `${line === '' || line.startsWith('#') ? line || '#' : `# ${line}`}\n`)
    .join('')
}
