/** Seeded randomness: the same seed makes the same choices on every machine. */
export type Chance = {
  /** An integer from 0 up to but not including `n`. */
  readonly below: (n: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  /** True once in `n` times. */
  readonly once: (n: number) => boolean
  /** Some elements in random order; at most `most`. */
  readonly some: <T>(list: readonly T[], most: number) => readonly T[]
}

/** mulberry32. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const some = <T>(list: readonly T[], most: number): readonly T[] => {
    const rest = [...list]
    return Array.from({ length: Math.min(below(most + 1), list.length) }, () => {
      const [taken] = rest.splice(below(rest.length), 1)
      return taken as T
    })
  }
  return { below, pick, once: (n) => below(n) === 0, some }
}
