import { fstatSync, writeSync } from 'node:fs'

/** Writes texts in order, and tells whether all of them have left the process. */
export type Writer = {
  readonly write: (text: string) => void
  readonly isDone: () => boolean
}

/**
 * Writes to the file or pipe of a stream without the stream, which Node takes 2 ms to make; what the pipe does not take at
 * once is left to the stream, and so is everything for a terminal. After a failure it is silent.
 */
export function streamWriter(
  descriptor: number,
  stream: () => NodeJS.WritableStream,
  failed: (error: NodeJS.ErrnoException) => void,
): Writer {
  let through: NodeJS.WritableStream | undefined
  let isOver = false
  const fail = (error: NodeJS.ErrnoException): void => {
    isOver = true
    failed(error)
  }
  const leave = (rest: string | Uint8Array): void => {
    through ??= stream().on('error', fail)
    through.write(rest)
  }
  const writeNow = (text: string): void => {
    try {
      const rest = isTerminal(descriptor) ? text : unwritten(descriptor, Buffer.from(text))
      if (rest.length > 0) leave(rest)
    } catch (error) {
      fail(error as NodeJS.ErrnoException)
    }
  }
  return {
    write: (text) => {
      if (isOver || text === '') return
      if (through === undefined) writeNow(text)
      else leave(text)
    },
    isDone: () => through === undefined,
  }
}

/** Whether somebody may be looking at what is written; false as well when there is nothing to write to. */
export function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch {
    return false
  }
}

/** What is left when the reader of a pipe that does not wait has to read first. */
function unwritten(descriptor: number, bytes: Uint8Array): Uint8Array {
  let written = 0
  while (written < bytes.length)
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') break
      throw error
    }
  return bytes.subarray(written)
}
