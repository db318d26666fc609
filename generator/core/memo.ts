/** A function of a text that is asked once for each text; for unbounded texts see `remembered` of the room validate. */
export function memo<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined || made.has(key)) return known as T
    const fresh = make(key)
    made.set(key, fresh)
    return fresh
  }
}
