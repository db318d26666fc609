import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { moduleFolder } from './build-go.ts'
import type { ControlPlane } from './control-plane.ts'

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
export async function applyDefinitions(plane: ControlPlane): Promise<void> {
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

/** Server-side, because some definitions are too large for the annotation of client-side apply; returns when they serve. */
export async function applyFiles(
  { kubectl }: ControlPlane,
  files: readonly string[],
): Promise<void> {
  await kubectl(['apply', '--server-side', ...files.flatMap((file) => ['-f', file])])
  await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s'])
}
