#!/usr/bin/env node
// The `strata` command. In a clone it rebuilds the bundle when generator/ has changed, so that nobody runs yesterday's code.
// CommonJS, because Node starts it 5 ms sooner than a module.
const { existsSync, readFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { start } = require('./load.cjs')

const root = dirname(__dirname)
const bundle = join(root, 'dist', 'main.cjs')

async function startFresh() {
  const { build, fingerprint } = await import('./build.mjs')
  const stamp = join(root, 'dist', 'stamp')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint()) await build()
  start(bundle)
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`strata needs Node 20.19 or newer, this is ${process.versions.node}\n`)
  process.exitCode = 2
} else if (existsSync(join(root, 'generator'))) void startFresh()
else start(bundle)
