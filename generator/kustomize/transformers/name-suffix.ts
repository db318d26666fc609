import type { Transformer } from '../layer.ts'
import { rename } from '../rename.ts'

/** `nameSuffix`, behind every name and before the hash. */
export const nameSuffix: Transformer = (
  entries,
  { kustomization: { nameSuffix: suffix }, tables, at },
) =>
  suffix
    ? at('/nameSuffix', () =>
        rename(
          entries,
          tables.nameSuffix,
          (name) => `${name}${suffix}`,
          (entry) => ({ ...entry, suffixes: [...entry.suffixes, suffix] }),
        ),
      )
    : entries
