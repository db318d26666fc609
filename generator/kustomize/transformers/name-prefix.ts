import { rename } from '../identity/rename.ts'
import type { Transformer } from '../layer.ts'

/** `namePrefix`, in front of every name. */
export const namePrefix: Transformer = (
  entries,
  { kustomization: { namePrefix: prefix }, tables, at },
) =>
  prefix
    ? at('/namePrefix', () =>
        rename(
          entries,
          tables.namePrefix,
          (name) => `${prefix}${name}`,
          (entry) => ({ ...entry, prefixes: [...entry.prefixes, prefix] }),
        ),
      )
    : entries
