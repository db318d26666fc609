#!/usr/bin/env node
// The `strata` command. In a clone it rebuilds the bundle when generator/ has changed, so that nobody runs yesterday's code.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { start } from './load.mjs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`strata needs Node 20.19 or newer, this is ${process.versions.node}\n`)
  process.exit(2)
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

if (existsSync(join(root, 'generator'))) {
  const { build, fingerprint } = await import('./build.mjs')
  const stamp = join(root, 'dist', 'stamp')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint()) await build()
}
start(join(root, 'dist', 'main.cjs'))
