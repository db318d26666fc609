import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The judges, with the version that each name stands for. Built once, kept outside the tree. */
const MODULES = {
  kustomize: ['sigs.k8s.io/kustomize/kustomize/v5', 'v5.8.1'],
  kubeconform: ['github.com/yannh/kubeconform/cmd/kubeconform', 'v0.8.0'],
} as const

/** Path of a judge, built from its Go module when it is not there yet. Throws when Go is missing: a judge is never skipped. */
export function binary(name: keyof typeof MODULES): string {
  const [module, version] = MODULES[name]
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const folder = join(cache, 'strata', `${name}-${version}`)
  const path = join(folder, name)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  process.stderr.write(`building ${name} ${version} with Go, once\n`)
  execFileSync('go', ['install', `${module}@${version}`], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod', CGO_ENABLED: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return path
}
