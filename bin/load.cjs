// Runs the bundle with the code that V8 made of it in an earlier run: compiling is most of what a short command does.
const { existsSync, readFileSync } = require('node:fs')
const nodeModule = require('node:module')
const { basename, dirname, join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

const { createRequire } = nodeModule

/** Bytes in front of kept code that say what it belongs to; a multiple of eight, as V8 wants what follows aligned. */
const markLength = 128

/** Files of the bundle begin with a comment that holds the hash of their content. */
const commentLength = '// '.length + 64

// V8 optimizes functions that have run a while. Commands end before that pays: a large render takes a third longer.
// Names of flags are no promise, and V8 complains about unknown ones: only where it has been tried.
if (/^v2[0-4]\./.test(process.version)) setFlagsFromString('--interrupt-budget=1000000')

/** Where the code of a file is kept. */
const codeFile = (file) => `${file}.code`

/** A file of the bundle as a script, with kept code when that is of this very file and of this Node. */
function scriptOf(file) {
  // esbuild writes ASCII, which V8 then need not decode.
  const source = readFileSync(file, 'latin1')
  const mark = `${source.slice(0, commentLength)} ${process.version} ${process.arch}`.padEnd(
    markLength,
  )
  const kept = existsSync(codeFile(file)) ? readFileSync(codeFile(file)) : undefined
  const isOurs = kept?.toString('latin1', 0, markLength) === mark
  const wrapped = `(function (require, module, exports, __filename, __dirname) {${source}\n})`
  const cachedData = isOurs ? kept.subarray(markLength) : undefined
  return { script: new Script(wrapped, { filename: file, cachedData }), mark }
}

/**
 * Runs a bundle as Node's own require() would, and tells of every script that it needs, sooner or later. Gives back how to
 * run its entry once more.
 */
function run(entry, tell = () => {}) {
  const folder = dirname(entry)
  const other = createRequire(entry)
  const modules = new Map()
  let again
  const load = (name) => {
    if (!name.startsWith('./')) return other(name)
    const known = modules.get(name)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    modules.set(name, module)
    const file = join(folder, name)
    const { script, mark } = scriptOf(file)
    tell(file, script, mark)
    const evaluate = script.runInThisContext()
    const runChunk = () => evaluate(load, module, module.exports, file, folder)
    if (file === entry) again = runChunk
    runChunk()
    // esbuild exports through getters, which every call from another chunk would run; no chunk changes what it exports.
    module.exports = { ...module.exports }
    return module.exports
  }
  load(`./${basename(entry)}`)
  return () => again()
}

/** Runs a bundle, fast where there is code for it. */
function start(entry) {
  if (existsSync(codeFile(entry))) return run(entry)
  // From Node 22 on, Node itself keeps code, in the folder for temporary files.
  nodeModule.enableCompileCache?.()
  createRequire(entry)(entry)
}

exports.codeFile = codeFile
exports.run = run
exports.start = start
