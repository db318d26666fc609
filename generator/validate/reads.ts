import type { Reads } from './rule.ts'

/** What several things read together. */
export function allReads(...all: readonly Reads[]): Reads {
  const kinds = new Set(all.flatMap((reads) => Object.keys(reads)))
  return Object.fromEntries(
    Array.from(kinds, (kind) => [kind, all.flatMap((reads) => reads[kind] ?? [])]),
  )
}
