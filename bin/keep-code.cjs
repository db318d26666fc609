// Renders and validates small trees, and keeps the code that V8 has made of the bundle by then for the next starts.
const { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { codeFile, run } = require('./load.cjs')
const { files, manifests } = require('./samples.cjs')

const [bundle] = process.argv.splice(2)
const folder = mkdtempSync(join(tmpdir(), 'strata-code-'))
const tree = join(folder, 'tree')
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(tree, name)), { recursive: true })
  writeFileSync(join(tree, name), text)
}
writeFileSync(join(folder, 'manifests.yaml'), manifests)
const commands = [
  ['render', '--all', tree, '-o', join(folder, 'out')],
  // A mistake in the manifests would only fetch code that a sound run does not need.
  ['validate', join(folder, 'manifests.yaml'), '--kubernetes-version=1.34'],
]
// V8 takes kept code only under the flags that it was kept with: those of a start.
const untuned = { tune: () => {}, untune: () => {} }
const scripts = []
process.argv.push(...commands.shift())
const again = run(bundle, untuned, (file, script, mark) => scripts.push({ file, script, mark }))
// A command ends its process, or lets it end; here the next one follows.
const { exit } = process
const next = () => {
  const command = commands.shift()
  if (command === undefined) return exit.call(process, 0)
  process.argv.splice(2, process.argv.length, ...command)
  again()
}
process.exit = next
process.on('beforeExit', next)
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true })
  for (const { file, script, mark } of scripts) {
    const made = `${codeFile(file)}.${process.pid}`
    writeFileSync(made, Buffer.concat([Buffer.from(mark, 'latin1'), script.createCachedData()]))
    renameSync(made, codeFile(file))
  }
})
