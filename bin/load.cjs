// Runs the bundle with the code that V8 made of it in an earlier run: compiling is most of what a short command does.
const { existsSync, readFileSync } = require('node:fs')
const nodeModule = require('node:module')
const { basename, dirname, join } = require('node:path')
const { Script } = require('node:vm')

const { createRequire } = nodeModule

/** Bytes in front of kept code that say what it belongs to; a multiple of eight, as V8 wants what follows aligned. */
const markLength = 128

/** Files of the bundle begin with a comment that holds the hash of their content. */
const commentLength = '// '.length + 64

// V8 optimizes functions that have run a while. Commands end before that pays: a large render takes a third longer.
const later = {
  20: { '--interrupt-budget': [1_000_000, 67_584] },
  22: {
    '--invocation-count-for-maglev': [6000, 400],
    '--invocation-count-for-turbofan': [45_000, 3000],
  },
}
// New objects get the megabyte that they begin with and no more, which stays in the processor's cache: a fifth less memory.
const small = { '--semi-space-growth-factor': [1, 2] }

/**
 * V8's flags while a command works, and what they are otherwise; were that another number, kept code would be of no use and
 * all else the same. Names of flags are no promise, and V8 complains about unknown ones: by major versions that were tried.
 */
const flags = {
  20: { ...later[20], ...small },
  22: { ...later[22], ...small },
  24: { ...later[22], ...small },
}

/** Sets the flags as long as nothing is loaded: V8 takes kept code only under the flags that it was kept with. */
function createTuning() {
  const mine = Object.entries(flags[process.versions.node.split('.')[0]] ?? {})
  let isTuned = false
  const set = (which) => {
    const { setFlagsFromString } = require('node:v8')
    for (const [name, values] of mine) setFlagsFromString(`${name}=${values[which]}`)
  }
  return {
    tune: () => {
      set(0)
      isTuned = true
    },
    untune: () => {
      if (isTuned) set(1)
      isTuned = false
    },
  }
}

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
function run(entry, { tune, untune }, tell = () => {}) {
  const folder = dirname(entry)
  const other = createRequire(entry)
  const modules = new Map()
  let again
  let depth = 0
  const load = (name) => {
    if (!name.startsWith('./')) return other(name)
    const known = modules.get(name)
    if (known !== undefined) return known.exports
    if (depth === 0) untune()
    depth++
    const module = { exports: {} }
    modules.set(name, module)
    const file = join(folder, name)
    const { script, mark } = scriptOf(file)
    tell(file, script, mark)
    const evaluate = script.runInThisContext()
    const runChunk = () => evaluate(load, module, module.exports, file, folder)
    if (file === entry) again = runChunk
    runChunk()
    depth--
    // The entry only finds out which command to load.
    if (depth === 0 && file !== entry) tune()
    return module.exports
  }
  load(`./${basename(entry)}`)
  return () => again()
}

/** Runs a bundle, fast where there is code for it. */
function start(entry) {
  if (existsSync(codeFile(entry))) return run(entry, createTuning())
  createTuning().tune()
  // From Node 22 on, Node itself keeps code, in the folder for temporary files.
  nodeModule.enableCompileCache?.()
  createRequire(entry)(entry)
}

exports.codeFile = codeFile
exports.run = run
exports.start = start
