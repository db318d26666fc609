import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from './binaries.ts'
import { exec } from './exec.ts'

/** Folder of a module in Go's cache, fetched if it is not there. Throws with Go's own words. */
export async function moduleFolder(module: string, version: string): Promise<string> {
  const answer = await exec('go', ['mod', 'download', '-json', `${module}@v${version}`], {
    cwd: tmpdir(),
  }).catch((error: Error) => {
    throw new Error(`no module ${module} ${version}: ${error.message}`)
  })
  const { Dir } = JSON.parse(answer) as { readonly Dir: string }
  return Dir
}

/**
 * Builds one program to `out`. `go install package@version` refuses a module whose go.mod has `replace` lines, so a
 * throw-away module takes upstream's requirements over and requires upstream.
 */
export async function buildGo(name: string, program: Program, out: string): Promise<void> {
  const upstream = await moduleFolder(program.module, program.version)
  const work = mkdtempSync(join(tmpdir(), 'strata-build-'))
  try {
    const requirements = readFileSync(join(upstream, 'go.mod'), 'utf8')
    writeFileSync(join(work, 'go.mod'), wrapper(requirements, program.version))
    copyFileSync(join(upstream, 'go.sum'), join(work, 'go.sum'))
    if (program.main === '.')
      copyFileSync(join(import.meta.dirname, `${name}.go`), join(work, `${name}.go`))
    const required = [`${program.module}@v${program.version}`, ...(program.raise ?? [])]
    await exec('go', ['mod', 'edit', ...required.map((r) => `-require=${r}`)], { cwd: work })
    const flags = ['-mod=mod', '-buildvcs=false', '-trimpath', '-ldflags']
    await exec(
      'go',
      ['build', ...flags, `-s -w ${program.linker ?? ''}`, '-o', out, program.main],
      {
        cwd: work,
        env: { CGO_ENABLED: '0' },
      },
    )
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Replacements that point into upstream's repository become the modules that upstream publishes from those folders. */
function wrapper(requirements: string, version: string): string {
  const [, minor, patch] = version.split('.')
  return requirements
    .replace(/^module .*$/m, 'module wrapper')
    .replaceAll(/=> \.\/staging\/src\/(k8s\.io\/\S+)/g, `=> $1 v0.${minor}.${patch}`)
    .split('\n')
    .filter((line) => !/=> \.\.?\//.test(line))
    .join('\n')
}
