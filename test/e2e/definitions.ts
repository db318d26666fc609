import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PROGRAMS } from './binaries.ts'
import { moduleFolder } from './build-go.ts'
import type { Server } from './control-plane.ts'
import { until } from './wait.ts'

/** Definitions come out of the Go modules of their projects; these are the versions that our schemas are of. */
const SETS: Readonly<Record<string, readonly [module: string, version: string, folder: string]>> = {
  'gateway-api': ['sigs.k8s.io/gateway-api', '1.4.1', 'config/crd/standard'],
  'cert-manager': ['github.com/cert-manager/cert-manager', '1.21.2', 'deploy/crds'],
  'external-secrets': [
    'github.com/external-secrets/external-secrets',
    '1.3.2',
    'config/crds/bases',
  ],
}

/** What stands in a cluster before anything is delivered to it: the definitions of the kinds that the fleet uses. */
export async function applyDefinitions(plane: Server): Promise<void> {
  const files = [join(import.meta.dirname, 'route-definition.yaml')]
  for (const [module, version, folder] of Object.values(SETS)) {
    const place = join(await moduleFolder(module, version), folder)
    files.push(
      ...readdirSync(place)
        .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
        .map((name) => join(place, name)),
    )
  }
  await applyFiles(plane, files)
}

/** The definitions of both engines without the engines. */
export async function applyEngineDefinitions(server: Server): Promise<void> {
  const { argocd, 'kustomize-controller': flux } = PROGRAMS
  const folders = [
    join(await moduleFolder(argocd.module, argocd.version), 'manifests/crds'),
    join(await moduleFolder(flux.module, flux.version), 'config/crd/bases'),
    join(
      await moduleFolder('github.com/fluxcd/source-controller', flux.version),
      'config/crd/bases',
    ),
  ]
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name !== 'kustomization.yaml')
      .map((name) => join(folder, name)),
  )
  await applyFiles(server, files)
}

/** Server-side, because some definitions are too large for the annotation of client-side apply; returns when they serve. */
export async function applyFiles({ kubectl }: Server, files: readonly string[]): Promise<void> {
  await kubectl(['apply', '--server-side', ...files.flatMap((file) => ['-f', file])])
  await untilServed(kubectl)
}

/** Returns when all definitions serve. `kubectl wait` gives up at once over one that has no conditions yet, so it is asked again. */
export async function untilServed(kubectl: Server['kubectl']): Promise<void> {
  const wait = ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']
  await until(300, 'definitions that serve', async () => {
    await kubectl(wait)
    return []
  })
}
