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

/** The API server that each stored minor is compared with: the very patch that its schemas were read from. */
export const API_SERVERS: Readonly<Record<string, string>> = {
  '1.31': '1.31.0',
  '1.32': '1.32.13',
  '1.33': '1.33.13',
  '1.34': KUBERNETES,
  '1.35': '1.35.4',
  '1.36': '1.36.3',
}

const kubernetes = (name: string, version = KUBERNETES): Program => ({
  module: 'k8s.io/kubernetes',
  version,
  main: `k8s.io/kubernetes/cmd/${name}`,
  linker: Object.entries({
    gitVersion: `v${version}`,
    gitMajor: '1',
    gitMinor: version.split('.')[1],
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

/** The programs that would have to be built first, with API servers of `versions`. Empty means that all can start at once. */
export function missing(versions: readonly string[] = [KUBERNETES]): readonly ProgramName[] {
  const isThere = (name: ProgramName, program: Program): boolean =>
    existsSync(cached(name, program)) || existsSync(borrowed(name, program))
  const server = 'kube-apiserver'
  return names().filter((name) =>
    name === server
      ? versions.some((version) => !isThere(name, kubernetes(server, version)))
      : !isThere(name, PROGRAMS[name]),
  )
}

/**
 * Paths of all programs, with the API server of `version`; what is in no cache is built with Go, once, which takes up to
 * half an hour. Throws where Go cannot.
 */
export async function binaries(
  version: string = KUBERNETES,
): Promise<Readonly<Record<ProgramName, string>>> {
  mkdirSync(folder, { recursive: true })
  const programs = { ...PROGRAMS, 'kube-apiserver': kubernetes('kube-apiserver', version) }
  const paths = names().map((name) => [name, cached(name, programs[name])] as const)
  for (const [name, path] of paths) if (!existsSync(path)) await provide(name, programs[name])
  return Object.fromEntries(paths) as Record<ProgramName, string>
}

const names = () => Object.keys(PROGRAMS) as ProgramName[]
const fileName = (name: ProgramName, { version }: Program) => `${name}-${version}`
const cached = (name: ProgramName, program: Program) => join(folder, fileName(name, program))
const borrowed = (name: ProgramName, program: Program) => join(elsewhere, fileName(name, program))

async function provide(name: ProgramName, program: Program): Promise<void> {
  const path = cached(name, program)
  // Under another name first: a killed run must not leave half a program that looks like a whole one.
  const partial = `${path}.${process.pid}`
  if (existsSync(borrowed(name, program))) {
    try {
      linkSync(borrowed(name, program), partial)
    } catch {
      copyFileSync(borrowed(name, program), partial) // another file system
    }
  } else {
    process.stderr.write(`building ${fileName(name, program)} with Go, once\n`)
    await buildGo(name, program, partial)
  }
  renameSync(partial, path)
}
