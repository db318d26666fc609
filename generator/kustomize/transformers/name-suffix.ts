import { rename } from '../identity/rename.ts'
import type { Transformer } from '../layer.ts'

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
