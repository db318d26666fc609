import { setPairs } from '../edit/set-pairs.ts'
import type { Transformer } from '../layer.ts'

/** `commonAnnotations`: on every object and in its pod templates. */
export const commonAnnotations: Transformer = (entries, { kustomization, tables, at }) =>
  at('/commonAnnotations', () =>
    setPairs(entries, tables.commonAnnotations, kustomization.commonAnnotations ?? {}),
  )
