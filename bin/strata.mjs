#!/usr/bin/env node
// The `strata` command. In a clone it rebuilds the bundle when generator/ has changed, so that nobody runs yesterday's code.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

if (existsSync(join(root, 'generator'))) {
  const { build, fingerprint } = await import('./build.mjs')
  const stamp = join(root, 'dist', 'stamp')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint()) await build()
}
await import('../dist/main.mjs')
