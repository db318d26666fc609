#!/usr/bin/env node
// Bundles generator/ into dist/, so that a user starts in milliseconds instead of compiling TypeScript at every call.
// Run by npm's `prepare`, and by bin/strata.cjs whenever a source file of a clone is newer than the bundle.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Size and time of every source file: cheap to compute at each start, changes when anything is edited. */
export function fingerprint() {
  const lines = readdirSync(join(root, 'generator'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') || file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { size, mtimeMs } = statSync(join(root, 'generator', file))
      return `${file} ${size} ${mtimeMs}`
    })
  return lines.join('\n')
}

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
  write: false,
}

/** A large package that plain files do not need: in a file of its own, loaded when something in it is first used. */
const APART = 'yaml'
const apartFile = `${APART}.cjs`
const apart = {
  name: 'apart',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^${APART}$`) }, () => ({
      path: APART,
      namespace: 'apart',
    }))
    bundle.onResolve({ filter: /^\.\//, namespace: 'apart' }, ({ path }) => ({
      path,
      external: true,
    }))
    bundle.onLoad({ filter: /^/, namespace: 'apart' }, () => ({
      contents: `module.exports = require('./${apartFile}')`,
    }))
  },
}

/** The command, in chunks: what a command does not need is not loaded. */
const command = {
  ...common,
  entryPoints: { main: 'generator/cli/main.ts' },
  outdir: join(root, 'dist'),
  splitting: true,
  // Large, and needed by `schemas pull` alone: whoever has no cluster to ask does without.
  external: ['@kubernetes/client-node'],
  format: 'esm',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': '__strata.url' },
  plugins: [apart],
}

const apartPackage = {
  ...common,
  stdin: { contents: `module.exports = require('${APART}')`, resolveDir: root },
  outfile: join(root, 'dist', apartFile),
  format: 'cjs',
}

/** The same in CommonJS, of which compiled code can be kept; esbuild splits only the other format. */
const chunk = {
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  supported: { 'dynamic-import': false },
  logOverride: { 'commonjs-variable-in-esm': 'silent' },
}

/** Few look at it, and making it takes time. */
const url =
  "const __strata = { get url() { return require('node:url').pathToFileURL(__filename).href } };\n"

/** What a chunk takes from others stands at its top, what it gives at its end. */
const taken = /^import (?:\{\n([^}]*)\n\} from )?("\.\/[^"]+");\n/
const given = /\nexport \{\n([^}]*)\n\};\n$/

/** A package in CommonJS, which runs as a whole when it is asked for, here the first time that something in it is used. */
const wholePackage = /^var (import_\w+) = __toESM\(require_\w+\(\), 1\);$/gm

function unhurried(text) {
  let later = text
  for (const [line, name] of text.matchAll(wholePackage)) {
    const made = line.replace(
      /^var \w+ = (.*);$/,
      `var ${name}_made, ${name} = () => ${name}_made ??= $1;`,
    )
    const uses = new RegExp(`\\b${name}\\b(?!\\.)`, 'g')
    if (text.match(uses).length > 1) throw new Error(`${name} is used as a whole`)
    // In brackets, or `new` would take the call for its own.
    later = later.replaceAll(`${name}.`, `(${name}()).`).replace(line, made)
  }
  return later
}

/** `a as b` of ES modules as `a: b`. */
const pairs = (names) => names.replace(/(\S+) as (\S+?)(,?)$/gm, '$1: $2$3')

/**
 * A chunk whose names from other chunks are variables, as they are in a module: esbuild would look each of them up at
 * every use. No chunk changes what it gives, and none needs what needs it.
 */
function linked(text) {
  const head = []
  let rest = text
  for (let found = taken.exec(rest); found !== null; found = taken.exec(rest)) {
    const [line, names, file] = found
    head.push(names ? `var {\n${pairs(names)}\n} = require(${file});\n` : `require(${file});\n`)
    rest = rest.slice(line.length)
  }
  const body = rest.replace(given, (_, names) => {
    const swapped = names.replace(/(\S+) as (\S+?)(,?)$/gm, '$2: $1$3')
    return `\nmodule.exports = {\n${swapped}\n};\n`
  })
  return `${text.includes('__strata.url') ? url : ''}${head.join('')}${body}`
}

/** The library. Some dependencies are CommonJS and call require() for Node's own modules. */
const library = {
  ...common,
  entryPoints: ['generator/library/kustomize.ts'],
  format: 'esm',
  banner: {
    js: "import { createRequire as __strataRequire } from 'node:module'; const require = __strataRequire(import.meta.url);",
  },
}

export async function build() {
  const { build: bundle, transform } = await import('esbuild')
  const dist = join(root, 'dist')
  const before = fingerprint()
  const [chunks, alone, [kustomize]] = await Promise.all(
    [command, apartPackage, library].map(async (options) => (await bundle(options)).outputFiles),
  )
  rmSync(join(dist, 'stamp'), { force: true })
  const files = new Map([
    ['kustomize.mjs', kustomize.text],
    ['kustomize.d.mts', readFileSync(join(root, 'generator/library/published.d.ts'), 'utf8')],
  ])
  const put = (path, code) => {
    const hash = createHash('sha256').update(code).digest('hex')
    files.set(basename(path), `// ${hash}\n${code}`)
  }
  for (const { path, text } of chunks)
    put(path, (await transform(linked(unhurried(text)), chunk)).code)
  for (const { path, text } of alone) put(path, text)
  mkdirSync(dist, { recursive: true })
  for (const file of readdirSync(dist)) if (!files.has(file)) rmSync(join(dist, file))
  for (const [name, text] of files) writeFileSync(join(dist, name), text)
  // Without kept code everything works, only later: no failure here may stop a build.
  spawnSync(process.execPath, [join(root, 'bin', 'keep-code.cjs'), join(dist, 'main.cjs')])
  writeFileSync(join(dist, 'stamp'), before)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
