#!/usr/bin/env node
// Bundles generator/ into dist/, so that a user starts in milliseconds instead of compiling TypeScript at every call.
// Run by npm's `prepare`, and by bin/strata.mjs whenever a source file of a clone is newer than the bundle.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

/** The command: CommonJS, of which Node can keep compiled code. */
const command = {
  ...common,
  entryPoints: ['generator/cli/main.ts'],
  format: 'cjs',
  define: { 'import.meta.url': '__strataUrl' },
  banner: { js: "const __strataUrl = require('node:url').pathToFileURL(__filename).href;" },
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

const made = new Set(['main.cjs', 'main.cjs.code', 'kustomize.mjs', 'kustomize.d.mts'])

export async function build() {
  const { build: bundle } = await import('esbuild')
  const dist = join(root, 'dist')
  const before = fingerprint()
  const built = await Promise.all([command, library].map((options) => bundle(options)))
  const [main, kustomize] = built.map(({ outputFiles }) => outputFiles[0].text)
  mkdirSync(dist, { recursive: true })
  for (const file of readdirSync(dist)) if (!made.has(file)) rmSync(join(dist, file))
  // The stamp has gone by now: who starts meanwhile builds too.
  const hash = createHash('sha256').update(main).digest('hex')
  writeFileSync(join(dist, 'main.cjs'), `// ${hash}\n${main}`)
  writeFileSync(join(dist, 'kustomize.mjs'), kustomize)
  copyFileSync(join(root, 'generator/library/published.d.ts'), join(dist, 'kustomize.d.mts'))
  // Without kept code everything works, only later: no failure here may stop a build.
  const keepCode = [join(root, 'bin', 'keep-code.mjs'), join(dist, 'main.cjs')]
  spawnSync(process.execPath, keepCode, { stdio: 'ignore' })
  writeFileSync(join(dist, 'stamp'), before)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
