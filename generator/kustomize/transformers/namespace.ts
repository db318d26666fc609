import { moveObjects } from '../identity/move-objects.ts'
import type { Transformer } from '../layer.ts'

/** `namespace`: on everything that is not certainly cluster-scoped, in the name of a v1 Namespace, and in binding subjects called `default`. */
export const namespace: Transformer = (
  entries,
  { kustomization: { namespace: wanted = '' }, tables, file, at },
) =>
  wanted
    ? at('/namespace', () =>
        moveObjects(entries, { namespace: wanted, fields: tables.namespace }, file),
      )
    : entries
