import type { Entry } from '../identity/entry.ts'
import type { Layer, Transformer } from '../layer.ts'
import type { Shape } from '../read/decode.ts'
import type { Kustomization } from '../read/kustomization.ts'
import { builtinTables, type FieldTables } from '../schema/field-tables.ts'

/** What a plugin works with: its configuration as an object, and the kustomization that names it; `layer.file` is where the configuration comes from. */
export type Host = { readonly config: Entry; readonly layer: Layer }

/** What a prepared transformer does. */
export type Transform = (entries: readonly Entry[]) => readonly Entry[]

/** A builtin of kustomize with its own configuration; it generates or transforms. */
export type Plugin = {
  readonly shape: Shape
  /** Upstream reads it with go-yaml v3, without a way through JSON. */
  readonly isYaml?: boolean
  readonly generate?: (read: unknown, host: Host) => readonly Entry[]
  /** The first call checks the configuration, the second does the work. */
  readonly transform?: (read: unknown, host: Host) => Transform
}

type Fields = Readonly<Record<string, Shape>>

/** A plugin that changes objects; `Arguments` is what its fields read as. */
export function transformer<Arguments>(
  fields: Fields,
  transform: (read: Arguments, host: Host) => Transform,
): Plugin {
  return {
    shape: { fields },
    transform: (read, host) => transform(read as Arguments, host),
  }
}

/** The same, of those that read their configuration as YAML. */
export function yamlTransformer<Arguments>(
  ...made: Parameters<typeof transformer<Arguments>>
): Plugin {
  return { ...transformer(...made), isYaml: true }
}

/** A plugin that makes objects; `Arguments` is what its fields read as. */
export function generator<Arguments>(
  fields: Fields,
  generate: (read: Arguments, host: Host) => readonly Entry[],
): Plugin {
  return {
    shape: { fields },
    generate: (read, host) => generate(read as Arguments, host),
  }
}

/** Do the work of a field of kustomization.yaml with the arguments and tables of a plugin. */
export function asField(
  run: Transformer,
  { layer }: Host,
  kustomization: Partial<Kustomization>,
  tables: Partial<FieldTables> = {},
): Transform {
  return (entries) =>
    run(entries, {
      ...layer,
      kustomization: { kind: 'Kustomization', resources: [], images: [], ...kustomization },
      tables: { ...builtinTables, ...tables },
      at: (_pointer, step) => step(),
      warn: (problem) => layer.warn(problem, '/transformers'),
    })
}
