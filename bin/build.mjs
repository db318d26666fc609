#!/usr/bin/env node
// Bundles generator/ into dist/, so that a user starts in milliseconds instead of compiling TypeScript at every call.
// Run by npm's `prepare`, and by bin/strata.mjs whenever a source file of a clone is newer than the bundle.
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
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

export async function build() {
  const { build: bundle } = await import('esbuild')
  const dist = join(root, 'dist')
  const before = fingerprint()
  rmSync(join(dist, 'stamp'), { force: true })
  const { metafile } = await bundle({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { main: 'generator/cli/main.ts', kustomize: 'generator/kustomize/index.ts' },
    outdir: dist,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'chunk-[hash]',
    outExtension: { '.js': '.mjs' },
    // Some dependencies are CommonJS and call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __strataRequire } from 'node:module'; const require = __strataRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  // Chunks are named by their content: those of earlier builds would pile up.
  const made = new Set(Object.keys(metafile.outputs).map((path) => path.slice('dist/'.length)))
  for (const file of readdirSync(dist))
    if (!made.has(file)) rmSync(join(dist, file), { force: true })
  writeFileSync(join(dist, 'stamp'), before)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
