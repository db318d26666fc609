import type { Transformer } from '../layer.ts'
import { setPairs } from '../set-pairs.ts'

/** `commonAnnotations`: on every object and in its pod templates. */
export const commonAnnotations: Transformer = (entries, { kustomization, tables, at }) =>
  at('/commonAnnotations', () =>
    setPairs(entries, tables.commonAnnotations, kustomization.commonAnnotations ?? {}),
  )
