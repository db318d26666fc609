import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Api, createApi } from './api.ts'
import type { ProgramName } from './binaries.ts'
import { exec } from './exec.ts'
import { startNode } from './node.ts'
import { createProcesses, freePorts, type Processes, ready } from './processes.ts'

/** A real API server on loopback, without controllers. */
export type Server = {
  /** Folder with keys, data and logs; removed by who made it. */
  readonly state: string
  readonly kubeconfig: string
  readonly bin: Readonly<Record<ProgramName, string>>
  readonly processes: Processes
  /** Its port of 127.0.0.1, the token of the administrator, and the certificate that the server shows. */
  readonly port: number
  readonly token: string
  readonly certificate: Buffer
  /** Runs kubectl as an administrator; gives what it printed. */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>
}

/** The same with its controllers and one pretended node. */
export type ControlPlane = Server & { readonly api: Api }

type Start = Pick<Server, 'state' | 'bin'> & {
  /** Storage classes that bind a claim by themselves. */
  readonly storageClasses: readonly string[]
}

/** Starts everything and returns when the node is ready. The caller stops `processes`, also when this throws. */
export async function startControlPlane(
  { state, bin, storageClasses }: Start,
  processes = createProcesses(state),
): Promise<ControlPlane> {
  const server = await startServer({ state, bin }, processes)
  const [proxy = 0, kwok = 0] = await freePorts(2)
  processes.start('kubectl-proxy', bin.kubectl, ['proxy', `--port=${proxy}`], {
    KUBECONFIG: server.kubeconfig,
  })
  const plane = { ...server, api: createApi(proxy) }
  startControllers(plane)
  await startNode(plane, kwok, storageClasses)
  return plane
}

/** Starts the API server with its store alone. The caller stops `processes`, also when this throws. */
export async function startServer(
  { state, bin }: Pick<Server, 'state' | 'bin'>,
  processes: Processes,
): Promise<Server> {
  for (const folder of ['pki', 'tmp']) mkdirSync(join(state, folder), { recursive: true })
  chmodSync(state, 0o700)
  const kubeconfig = join(state, 'kubeconfig')
  const [etcd = 0, peer = 0, port = 0] = await freePorts(3)
  const kubectl = (args: readonly string[], input?: string) =>
    exec(bin.kubectl, args, {
      env: { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(state, 'tmp') },
      timeout: 120_000,
      ...(input === undefined ? {} : { input }),
    })
  startEtcd(processes, bin.etcd, state, etcd, peer)
  const token = startApiServer(processes, bin['kube-apiserver'], state, etcd, port)
  const shown = join(state, 'pki', 'apiserver.crt')
  await ready(processes, 'certificate of the API server', async () =>
    existsSync(shown) && statSync(shown).size > 0 ? [] : ['there is none'],
  )
  const certificate = readFileSync(shown)
  writeFileSync(kubeconfig, kubeconfigText(port, certificate, token))
  await ready(processes, 'API server', async () => {
    await kubectl(['get', '--raw', '/readyz'])
    return []
  })
  return { state, kubeconfig, bin, processes, port, token, certificate, kubectl }
}

function startEtcd(
  processes: Processes,
  path: string,
  state: string,
  client: number,
  peer: number,
): void {
  const own = `http://127.0.0.1:${peer}`
  processes.start('etcd', path, [
    `--data-dir=${join(state, 'etcd')}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=${own}`,
    `--initial-advertise-peer-urls=${own}`,
    `--initial-cluster=default=${own}`,
  ])
}

/** Gives the administrator's token. Without a certificate the server writes one into --cert-dir, with its authority. */
function startApiServer(
  processes: Processes,
  path: string,
  state: string,
  etcd: number,
  port: number,
): string {
  const pki = join(state, 'pki')
  const token = randomBytes(16).toString('hex')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = join(pki, 'service-accounts.key')
  writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 })
  writeFileSync(join(pki, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 })
  processes.start('kube-apiserver', path, [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    `--cert-dir=${pki}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    '--endpoint-reconciler-type=none', // an Endpoints object refuses loopback addresses
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true', // as every installer of clusters sets it
    '--authorization-mode=RBAC',
    `--token-auth-file=${join(pki, 'tokens.csv')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
  ])
  return token
}

function kubeconfigText(port: number, authority: Buffer, token: string): string {
  const named = { name: 'e2e' }
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'e2e',
    clusters: [
      {
        ...named,
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority-data': authority.toString('base64'),
        },
      },
    ],
    users: [{ ...named, user: { token } }],
    contexts: [{ ...named, context: { cluster: 'e2e', user: 'e2e' } }],
  })
}

function startControllers({ processes, bin, state, kubeconfig }: ControlPlane): void {
  const common = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0']
  processes.start('kube-controller-manager', bin['kube-controller-manager'], [
    ...common,
    `--service-account-private-key-file=${join(state, 'pki', 'service-accounts.key')}`,
    `--root-ca-file=${join(state, 'pki', 'apiserver.crt')}`,
    // Nothing here measures pods; stand-ins.ts says for every autoscaler that it works.
    '--controllers=*,-horizontal-pod-autoscaler-controller',
  ])
  processes.start('kube-scheduler', bin['kube-scheduler'], common)
}
