import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Api, Live } from './api.ts'
import { PROGRAMS } from './binaries.ts'
import { moduleFolder } from './build-go.ts'
import type { ControlPlane } from './control-plane.ts'
import { applyFiles } from './definitions.ts'
import { startFluxSource } from './flux-source.ts'
import { freePorts, ready } from './processes.ts'

/** Path of all Kustomizations of a cluster. */
export const KUSTOMIZATIONS = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations'
export const GIT_REPOSITORIES = '/apis/source.toolkit.fluxcd.io/v1/gitrepositories'

/** Installs Flux's definitions and starts its kustomize controller; gives a function that ends the source stand-in. */
export async function startFlux(
  plane: ControlPlane,
  repositories: string,
): Promise<() => Promise<void>> {
  const { processes, bin, state, kubeconfig, kubectl, api } = plane
  const { version } = PROGRAMS['kustomize-controller']
  const files: string[] = []
  for (const name of ['source-controller', 'kustomize-controller']) {
    const folder = join(
      await moduleFolder(`github.com/fluxcd/${name}`, version),
      'config/crd/bases',
    )
    files.push(...readdirSync(folder).map((file) => join(folder, file)))
  }
  await applyFiles(plane, files)
  await kubectl(['create', 'namespace', 'flux-system'])
  const artifacts = join(state, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  const stop = await startFluxSource(api, repositories, artifacts)
  const [health = 0, metrics = 0] = await freePorts(2)
  processes.start(
    'kustomize-controller',
    bin['kustomize-controller'],
    [
      '--enable-leader-election=false',
      '--requeue-dependency=2s',
      `--health-addr=127.0.0.1:${health}`,
      `--metrics-addr=127.0.0.1:${metrics}`,
    ],
    { KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: 'flux-system', TMPDIR: join(state, 'tmp') },
  )
  await ready(processes, 'kustomize controller', async () => {
    const { ok } = await fetch(`http://127.0.0.1:${health}/readyz`)
    return ok ? [] : ['not ready']
  })
  return stop
}

/** What is not Ready yet at the wanted commit, in words; empty when everything is. */
export async function fluxUnready(api: Api, commit?: string): Promise<readonly string[]> {
  const all = await api.list(KUSTOMIZATIONS)
  if (all.length === 0) return ['there is no Kustomization']
  return all.flatMap((one) => {
    const { metadata, status, spec } = one
    if (spec.suspend) return []
    const ready = readyOf(one)
    const name = `Kustomization/${metadata.namespace}/${metadata.name}`
    if (ready?.status !== 'True' || status.observedGeneration !== metadata.generation)
      return [`${name}: ${ready?.reason ?? 'not seen yet'}: ${ready?.message ?? ''}`]
    if (commit && !String(status.lastAppliedRevision).endsWith(commit))
      return [`${name}: still at ${status.lastAppliedRevision}`]
    return []
  })
}

/** The condition Ready of a Flux object. */
export const readyOf = ({ status }: Live): Condition | undefined =>
  status?.conditions?.find((c: Condition) => c.type === 'Ready')

type Condition = {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
}

/** Asks Flux to look now, as `flux reconcile` does, at sources and Kustomizations alike. */
export async function fluxReconcile(api: Api): Promise<void> {
  const body = {
    metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() } },
  }
  for (const collection of [GIT_REPOSITORIES, KUSTOMIZATIONS])
    for (const { metadata } of await api.list(collection)) {
      const [, plural] = /([^/]+)$/.exec(collection) ?? []
      const path = collection.replace(/[^/]+$/, `namespaces/${metadata.namespace}/${plural}`)
      await api.patch(`${path}/${metadata.name}`, body)
    }
}
