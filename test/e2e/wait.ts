/** Pauses for so many milliseconds. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds))

/**
 * Asks until the answer is nothing: `ask` gives what is still wrong, in words, and the last answer is the message of the
 * error after `seconds`. An error that `ask` throws counts as such an answer.
 */
export async function until(
  seconds: number,
  what: string,
  ask: () => Promise<readonly string[]>,
): Promise<void> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const wrong = await ask().catch((error: Error) => [error.message])
    if (wrong.length === 0) return
    if (Date.now() > end) {
      const shown = wrong.slice(0, 12).join('\n  ')
      throw new Error(`${what}: not within ${seconds} s\n  ${shown}`)
    }
    await pause(500)
  }
}
