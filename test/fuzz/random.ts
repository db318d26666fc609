/** A reproducible stream of choices: the same seed, the same choices. */
export type Random = {
  /** An integer from 0 up to, not including, `below`. */
  readonly int: (below: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** One of the values, each as likely as its weight says. */
  readonly weighted: <T>(choices: readonly (readonly [weight: number, value: T])[]) => T
  /** Between `least` and `most` values made one after another. */
  readonly many: <T>(least: number, most: number, make: (index: number) => T) => readonly T[]
  /** Some of the values, in a random order. */
  readonly some: <T>(list: readonly T[], least: number, most: number) => readonly T[]
}

export function createRandom(seed: number): Random {
  const next = stream(seed)
  const int = (below: number) => Math.floor(next() * below)
  const pick = <T>(list: readonly T[]): T => {
    const value = list[int(list.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  const shuffled = <T>(list: readonly T[]): readonly T[] =>
    list
      .map((value) => [next(), value] as const)
      .sort(([a], [b]) => a - b)
      .map(([, value]) => value)
  const count = (least: number, most: number) => least + int(most - least + 1)
  return {
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (choices) => {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, value] of choices) {
        left -= weight
        if (left < 0) return value
      }
      return pick(choices)[1]
    },
    many: (least, most, make) => Array.from({ length: count(least, most) }, (_, i) => make(i)),
    some: (list, least, most) => shuffled(list).slice(0, Math.min(list.length, count(least, most))),
  }
}

/** Numbers in [0, 1): mulberry32, its seed stirred so that neighbouring seeds have nothing in common. */
function stream(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
