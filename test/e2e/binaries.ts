import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { buildGo } from './build-go.ts'

/** A program of the test cluster: the Go module and version that it is built from, and its package. */
export type Program = {
  readonly module: string
  readonly version: string
  /** Import path of the main package; `.` builds our own file NAME.go against the module. */
  readonly main: string
  /** Other modules to raise, as module@version: what upstream's own go.mod asks for is not published. */
  readonly raise?: readonly string[]
  /** Values for variables of the linker: Kubernetes programs refuse to work without a version. */
  readonly linker?: string
}

const KUBERNETES = '1.34.4'

const kubernetes = (name: string): Program => ({
  module: 'k8s.io/kubernetes',
  version: KUBERNETES,
  main: `k8s.io/kubernetes/cmd/${name}`,
  linker: Object.entries({
    gitVersion: `v${KUBERNETES}`,
    gitMajor: '1',
    gitMinor: KUBERNETES.split('.')[1],
    gitTreeState: 'clean',
    buildDate: '2000-01-01T00:00:00Z',
  })
    .map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`)
    .join(' '),
})

const FLUX = '1.9.5'

/** Everything that runs in the test cluster. Definitions and stages come out of the same modules, so they always fit. */
export const PROGRAMS = {
  etcd: {
    module: 'go.etcd.io/etcd/server/v3',
    version: '3.6.16',
    main: 'go.etcd.io/etcd/server/v3',
  },
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  kubectl: kubernetes('kubectl'),
  kwok: { module: 'sigs.k8s.io/kwok', version: '0.8.0', main: 'sigs.k8s.io/kwok/cmd/kwok' },
  kustomize: {
    module: 'sigs.k8s.io/kustomize/kustomize/v5',
    version: '5.8.1',
    main: 'sigs.k8s.io/kustomize/kustomize/v5',
  },
  'kustomize-controller': {
    module: 'github.com/fluxcd/kustomize-controller',
    version: FLUX,
    main: 'github.com/fluxcd/kustomize-controller',
    raise: [`github.com/fluxcd/source-controller/api@v${FLUX}`],
  },
  argocd: {
    module: 'github.com/argoproj/argo-cd/v3',
    version: '3.2.11',
    main: 'github.com/argoproj/argo-cd/v3/cmd',
  },
  redis: { module: 'github.com/alicebob/miniredis/v2', version: '2.35.0', main: '.' },
} as const satisfies Readonly<Record<string, Program>>

export type ProgramName = keyof typeof PROGRAMS

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
const folder = join(cache, 'strata', 'control-plane')
/** Where somebody else's control plane may have left the same program of the same version. */
const elsewhere = join(cache, 'control-plane', 'bin')

/** The programs that would have to be built first. Empty means that the scenarios can start at once. */
export function missing(): readonly ProgramName[] {
  return names().filter((name) => !existsSync(cached(name)) && !existsSync(borrowed(name)))
}

/** Paths of all programs; what is in no cache is built with Go, once, which takes up to half an hour. Throws where Go cannot. */
export async function binaries(): Promise<Readonly<Record<ProgramName, string>>> {
  mkdirSync(folder, { recursive: true })
  for (const name of names()) if (!existsSync(cached(name))) await provide(name)
  return Object.fromEntries(names().map((name) => [name, cached(name)])) as Record<
    ProgramName,
    string
  >
}

const names = () => Object.keys(PROGRAMS) as ProgramName[]
const fileName = (name: ProgramName) => `${name}-${PROGRAMS[name].version}`
const cached = (name: ProgramName) => join(folder, fileName(name))
const borrowed = (name: ProgramName) => join(elsewhere, fileName(name))

async function provide(name: ProgramName): Promise<void> {
  // Under another name first: a killed run must not leave half a program that looks like a whole one.
  const partial = `${cached(name)}.${process.pid}`
  if (existsSync(borrowed(name))) {
    try {
      linkSync(borrowed(name), partial)
    } catch {
      copyFileSync(borrowed(name), partial) // another file system
    }
  } else {
    process.stderr.write(`building ${fileName(name)} with Go, once\n`)
    await buildGo(name, PROGRAMS[name], partial)
  }
  renameSync(partial, cached(name))
}
