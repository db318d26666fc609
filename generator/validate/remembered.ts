/** So many answers are remembered; then it begins anew. */
const MOST = 10_000

/** A function of short texts that are asked for again and again, with its answers kept. */
export function remembered<T>(answer: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined || answers.has(text)) return known as T
    if (answers.size === MOST) answers.clear()
    const fresh = answer(text)
    answers.set(text, fresh)
    return fresh
  }
}
