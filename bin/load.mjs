// Runs a bundle with the code that V8 made of it in an earlier run: compiling is most of what a short command does.
import { existsSync, readFileSync } from 'node:fs'
import nodeModule, { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

/** Bytes in front of kept code that say what it belongs to; a multiple of eight, as V8 wants what follows aligned. */
const markLength = 128

/** Bundles begin with a comment that holds the hash of their content. */
const commentLength = '// '.length + 64

/** Where the code of a bundle is kept. */
export const codeFile = (bundle) => `${bundle}.code`

// V8 optimizes functions that have run a while. Commands end before that pays: a large render takes a third longer.
// Names of flags are no promise, and V8 complains about unknown ones: only where it has been tried.
if (/^v2[0-4]\./.test(process.version)) setFlagsFromString('--interrupt-budget=1000000')

/** A bundle as a script, with kept code when that is of this very bundle and of this Node. */
export function scriptOf(bundle) {
  // esbuild writes ASCII, which V8 then need not decode.
  const source = readFileSync(bundle, 'latin1')
  const mark = markOf(source)
  const file = codeFile(bundle)
  const kept = existsSync(file) ? readFileSync(file) : undefined
  const isOurs = kept?.toString('latin1', 0, markLength) === mark
  const wrapped = `(function (require, module, exports, __filename, __dirname) {${source}\n})`
  const cachedData = isOurs ? kept.subarray(markLength) : undefined
  const script = new Script(wrapped, { filename: bundle, cachedData })
  return { script, mark, isKept: isOurs && !script.cachedDataRejected }
}

const markOf = (source) =>
  `${source.slice(0, commentLength)} ${process.version} ${process.arch}`.padEnd(markLength)

/** Runs a script as a CommonJS module. */
export function runScript(script, bundle) {
  const module = { exports: {} }
  script.runInThisContext()(createRequire(bundle), module, module.exports, bundle, dirname(bundle))
}

/** Runs a bundle, fast where there is code for it. */
export function load(bundle) {
  const { script, isKept } = scriptOf(bundle)
  if (isKept) return runScript(script, bundle)
  // From Node 22 on, Node itself keeps code, in the folder for temporary files.
  nodeModule.enableCompileCache?.()
  createRequire(bundle)(bundle)
}
