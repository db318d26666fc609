import { disk, type FileSystem } from '../../generator/io/index.ts'

const looks = ['lstat', 'realpath', 'readdir', 'readFile', 'writable']

/** Whether a step only looks: dying before it is dying before the next one that does something. */
export const isLook = (name: string): boolean => looks.includes(name)

/** What happens at one step of a run: `undefined` lets it pass, an error is thrown instead of it. */
export type Fate = (step: number, name: string, path: string) => Error | undefined

/** An error as the operating system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: from the test`), { code, syscall: 'test' })
}

/** The real disk, asking `fate` before each step. Half of what is written reaches the disk before an error. */
export function shakyDisk(fate: Fate): {
  readonly fs: FileSystem
  readonly steps: readonly string[]
} {
  const steps: string[] = []
  const wrapped = Object.entries(disk).map(([name, act]) => [
    name,
    (path: string, ...rest: readonly unknown[]) => {
      const error = fate(steps.push(name), name, path)
      if (error && name === 'writeFile') disk.writeFile(path, half(rest[0] as string | Uint8Array))
      if (error && name === 'copyFile') disk.writeFile(rest[0] as string, half(disk.readFile(path)))
      if (error) throw error
      if (name === 'sync') return undefined // no test cuts the power, and it takes most of the time
      return (act as (...all: readonly unknown[]) => unknown)(path, ...rest)
    },
  ])
  return { fs: Object.fromEntries(wrapped) as FileSystem, steps }
}

function half<T extends string | Uint8Array>(content: T): string | Uint8Array {
  return content.slice(0, Math.floor(content.length / 2))
}
