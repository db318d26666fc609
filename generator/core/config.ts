/** A ConfigMap with a content hash in its name; objects refer to it by its logical `name`, Kustomize writes the hash. */
export type Config = {
  readonly name: string
  readonly data: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
}
