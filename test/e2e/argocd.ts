import { mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Api, Live } from './api.ts'
import { PROGRAMS } from './binaries.ts'
import { moduleFolder } from './build-go.ts'
import type { ControlPlane } from './control-plane.ts'
import { untilServed } from './definitions.ts'
import { freePorts, ready } from './processes.ts'

const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications'

/**
 * Installs Argo CD's definitions and default configuration in `namespace` and starts its repository server and application
 * controller, with a Redis in memory. There is no API server of Argo CD and no ApplicationSet controller.
 */
export async function startArgoCd(plane: ControlPlane, namespace: string): Promise<void> {
  await installArgoCd(plane, namespace)
  const { processes, bin } = plane
  const programs = argoPrograms(plane)
  const env = argoEnvironment(plane, programs, namespace)
  const [redis = 0, repo = 0, repoMetrics = 0, metrics = 0] = await freePorts(4)
  const start = (name: string, own: readonly string[]) =>
    processes.start(
      name,
      join(programs, name),
      [`--redis=127.0.0.1:${redis}`, '--logformat=text', ...own],
      env,
    )
  processes.start('redis', bin.redis, [`127.0.0.1:${redis}`])
  start('argocd-repo-server', [
    '--address=127.0.0.1',
    `--port=${repo}`,
    '--metrics-address=127.0.0.1',
    `--metrics-port=${repoMetrics}`,
    '--disable-tls',
  ])
  start('argocd-application-controller', [
    `--namespace=${namespace}`,
    `--kubeconfig=${plane.kubeconfig}`,
    `--metrics-port=${metrics}`, // on all interfaces: Argo CD has no option for the address
    `--repo-server=127.0.0.1:${repo}`,
    '--repo-server-plaintext',
    '--repo-server-timeout-seconds=180', // two cores, and dozens of Applications at once
  ])
  for (const [what, url] of [
    ['repository server of Argo CD', `http://127.0.0.1:${repoMetrics}/healthz?full=true`],
    ['application controller of Argo CD', `http://127.0.0.1:${metrics}/healthz`],
  ] as const)
    await ready(processes, what, async () => ((await fetch(url)).ok ? [] : ['not healthy']))
}

const argoEnvironment = (
  { state, kubeconfig }: ControlPlane,
  programs: string,
  namespace: string,
) => ({
  KUBECONFIG: kubeconfig,
  PATH: `${programs}${delimiter}${process.env.PATH}`, // kustomize among them
  TMPDIR: join(state, 'tmp'),
  ...argoFolders(state),
  ARGOCD_GPG_ENABLED: 'false',
  ARGOCD_FAKE_IN_CLUSTER: 'true', // https://kubernetes.default.svc is what KUBECONFIG names
  ARGOCD_RECONCILIATION_TIMEOUT: '600s', // the scenarios ask for a refresh, as a webhook does
  POD_NAMESPACE: namespace,
})

async function installArgoCd({ kubectl, api }: ControlPlane, namespace: string): Promise<void> {
  const { module, version } = PROGRAMS.argocd
  const manifests = join(await moduleFolder(module, version), 'manifests')
  await kubectl(['create', 'namespace', namespace])
  await kubectl(['apply', '--server-side', '-k', join(manifests, 'crds')])
  const config = join(manifests, 'base', 'config')
  await kubectl(['apply', '--server-side', '--namespace', namespace, '-k', config])
  // What Argo CD's own API server makes at its first start.
  await api.patch(`/api/v1/namespaces/${namespace}/secrets/argocd-secret`, {
    stringData: { 'server.secretkey': 'e2e' },
  })
  await untilServed(kubectl)
  await api.apply(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/appprojects/default`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ namespace: '*', server: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  })
}

/** One binary whose name says what it is, so it gets two; and kustomize, which the repository server looks for. */
function argoPrograms({ bin, state }: ControlPlane): string {
  const folder = join(state, 'argocd', 'bin')
  mkdirSync(folder, { recursive: true })
  for (const name of ['argocd-repo-server', 'argocd-application-controller'])
    symlinkSync(bin.argocd, join(folder, name))
  symlinkSync(bin.kustomize, join(folder, 'kustomize'))
  return folder
}

function argoFolders(state: string): Readonly<Record<string, string>> {
  const folder = (name: string) => join(state, 'argocd', name)
  for (const name of ['ssh', 'tls', 'plugins']) mkdirSync(folder(name), { recursive: true })
  return {
    ARGOCD_SSH_DATA_PATH: folder('ssh'),
    ARGOCD_TLS_DATA_PATH: folder('tls'),
    ARGOCD_PLUGINSOCKFILEPATH: folder('plugins'),
    ARGOCD_APP_CONF_PATH: folder(''),
    ARGOCD_ASK_PASS_SOCK: folder('ask-pass.sock'),
  }
}

/** What is not Synced and Healthy yet at the wanted commit, in words; empty when every Application is. */
export async function argoUnready(api: Api, commit?: string): Promise<readonly string[]> {
  const all = await api.list(APPLICATIONS)
  if (all.length === 0) return ['there is no Application']
  return all.flatMap((application) => {
    const { metadata, status } = application
    const sync = status?.sync?.status
    const health = status?.health?.status
    const name = `Application/${metadata.name}`
    if (sync !== 'Synced' || health !== 'Healthy')
      return [`${name}: ${sync ?? 'not compared'}, ${health ?? 'no health'}${why(application)}`]
    if (status.operationState && status.operationState.phase !== 'Succeeded')
      return [`${name}: last sync ${status.operationState.phase}${why(application)}`]
    if (commit && status.sync.revision !== commit)
      return [`${name}: still at ${status.sync.revision}`]
    return []
  })
}

/** The first reason that an Application itself gives. */
function why({ status }: Live): string {
  const conditions: readonly { type: string; message: string }[] = status?.conditions ?? []
  const different: readonly {
    kind: string
    name: string
    status: string
    health?: { status: string }
  }[] = status?.resources ?? []
  const odd = different
    .filter((r) => r.status !== 'Synced' || (r.health && r.health.status !== 'Healthy'))
    .map((r) => `${r.kind}/${r.name} ${r.status} ${r.health?.status ?? ''}`)
  const said = conditions.map(({ type, message }) => `${type}: ${message}`)
  const operation = status?.operationState?.message
  const reasons = [...said, ...(operation ? [operation] : []), ...odd.slice(0, 4)]
  return reasons.length > 0 ? `\n    ${reasons.join('\n    ').slice(0, 600)}` : ''
}

/** Asks Argo CD to look now, as its webhook does. */
export async function argoRefresh(api: Api): Promise<void> {
  const body = { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } }
  for (const { metadata } of await api.list(APPLICATIONS))
    await api.patch(
      `/apis/argoproj.io/v1alpha1/namespaces/${metadata.namespace}/applications/${metadata.name}`,
      body,
    )
}
