import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Packs the package, installs it in an empty folder and runs it on a repository that it has never seen. */
const folder = mkdtempSync(join(tmpdir(), 'strata-package-'))
const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

try {
  run('npm', ['pack', '--pack-destination', folder], process.cwd())
  const [tarball = ''] = readdirSync(folder)
  const foreign = join(folder, 'foreign')
  mkdirSync(join(foreign, 'app'), { recursive: true })
  writeFileSync(join(foreign, 'package.json'), '{ "private": true }\n')
  run('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball)], foreign)
  writeFileSync(
    join(foreign, 'app', 'kustomization.yaml'),
    'namePrefix: my-\nresources: [config.yaml]\n',
  )
  writeFileSync(
    join(foreign, 'app', 'config.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: b\n',
  )
  const rendered = run('npx', ['--no-install', 'strata', 'render', 'app'], foreign)
  const expected = 'apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: my-web\n'
  if (rendered !== expected) throw new Error(`strata render printed\n${rendered}`)
  // V8 complains there about flags that it does not know.
  const installed = join(foreign, 'node_modules', 'strata', 'bin', 'strata.cjs')
  const { stderr } = spawnSync(process.execPath, [installed, 'render', 'app'], { cwd: foreign })
  if (stderr.length > 0) throw new Error(`strata render complained\n${stderr}`)
  run('npx', ['--no-install', 'strata', 'validate', 'app', '--second-judge', 'ajv'], foreign)
  writeFileSync(
    join(foreign, 'use.mjs'),
    "import { build, buildDirectory } from 'strata/kustomize'\nconst files = new Map([['k/kustomization.yaml', 'resources: [c.yaml]\\n'], ['k/c.yaml', 'kind: ConfigMap\\napiVersion: v1\\nmetadata: {name: c}\\n']])\nprocess.stdout.write(build(files, 'k') + buildDirectory('app'))\n",
  )
  const library = run('node', ['use.mjs'], foreign)
  if (!library.includes('name: c') || !library.includes(expected))
    throw new Error(`strata/kustomize printed\n${library}`)
  process.stdout.write('the package works where it is installed\n')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
