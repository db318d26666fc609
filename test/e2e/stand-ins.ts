import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api, Live } from './api.ts'
import { exec } from './exec.ts'
import { pause } from './wait.ts'

/**
 * Plays the controllers that a real cluster has and this one lacks: External Secrets, cert-manager, the router, the
 * gateway, the autoscaler, and the kubelet for pods that look at Secrets. Each only says what the real one would say.
 * Gives a function that ends it.
 */
export function startStandIns(api: Api): () => Promise<void> {
  let running = true
  const loop = (async () => {
    while (running) {
      for (const [path, play] of Object.entries(PARTS))
        for (const object of await api.list(path).catch(() => []))
          if (!object.metadata.deletionTimestamp) await play(api, object).catch(() => {}) // again in a moment
      await pause(500)
    }
  })()
  return async () => {
    running = false
    await loop
  }
}

type Part = (api: Api, object: Live) => Promise<void>

const now = () => new Date().toISOString().replace(/\.\d+/, '')
const isReady = ({ status }: Live, type = 'Ready') =>
  status?.conditions?.some(
    (c: { type: string; status: string }) => c.type === type && c.status === 'True',
  )
const condition = (type: string, reason: string) => ({
  type,
  status: 'True',
  reason,
  message: 'says the stand-in',
  lastTransitionTime: now(),
})

const pathOf = (collection: string, { metadata }: Live) =>
  collection.replace(/\/([^/]+)$/, `/namespaces/${metadata.namespace}/$1/${metadata.name}`)

const EXTERNAL_SECRETS = '/apis/external-secrets.io/v1/externalsecrets'
const CERTIFICATES = '/apis/cert-manager.io/v1/certificates'
const ROUTES = '/apis/route.openshift.io/v1/routes'
const HTTP_ROUTES = '/apis/gateway.networking.k8s.io/v1/httproutes'
const AUTOSCALERS = '/apis/autoscaling/v2/horizontalpodautoscalers'

const PARTS: Readonly<Record<string, Part>> = {
  [EXTERNAL_SECRETS]: async (api, object) => {
    const { target, data = [] } = object.spec
    const keys: readonly string[] = data.map((d: { secretKey: string }) => d.secretKey)
    await makeSecret(api, object, target?.name ?? object.metadata.name, keys)
    await statusOnce(api, EXTERNAL_SECRETS, object, {
      conditions: [condition('Ready', 'SecretSynced')],
    })
  },
  [CERTIFICATES]: async (api, object) => {
    await makeSecret(api, object, object.spec.secretName, ['tls.crt', 'tls.key', 'ca.crt'])
    await statusOnce(api, CERTIFICATES, object, { conditions: [condition('Ready', 'Ready')] })
  },
  [ROUTES]: async (api, object) => {
    if (object.status?.ingress) return
    const conditions = [{ type: 'Admitted', status: 'True', lastTransitionTime: now() }]
    const ingress = [{ host: object.spec.host ?? '', routerName: 'default', conditions }]
    await api.patch(`${pathOf(ROUTES, object)}/status`, { status: { ingress } })
  },
  [HTTP_ROUTES]: async (api, object) => {
    if (object.status?.parents?.length) return
    const parents = object.spec.parentRefs.map((parentRef: object) => ({
      parentRef,
      controllerName: 'example.org/stand-in',
      conditions: [condition('Accepted', 'Accepted'), condition('ResolvedRefs', 'ResolvedRefs')],
    }))
    await api.patch(`${pathOf(HTTP_ROUTES, object)}/status`, { status: { parents } })
  },
  [AUTOSCALERS]: (api, object) =>
    statusOnce(api, AUTOSCALERS, object, {
      currentReplicas: 1,
      desiredReplicas: 1,
      conditions: [
        condition('AbleToScale', 'ReadyForNewScale'),
        condition('ScalingActive', 'ValidMetricFound'),
      ],
    }),
  '/api/v1/pods': async (api, pod) => {
    const [owner] = pod.metadata.ownerReferences ?? []
    const looks = pod.spec.volumes?.some((v: Volume) => v.secret?.optional)
    if (owner?.kind === 'Job' && looks && pod.status?.phase === 'Running') await runPod(api, pod)
  },
}

async function statusOnce(
  api: Api,
  collection: string,
  object: Live,
  status: object,
): Promise<void> {
  if (isReady(object) || isReady(object, 'ScalingActive')) return
  await api.patch(`${pathOf(collection, object)}/status`, { status })
}

/** The Secret that `owner` stands for; it goes with its owner, as with the real controllers. */
async function makeSecret(
  api: Api,
  owner: Live,
  name: string,
  keys: readonly string[],
): Promise<void> {
  const { namespace, uid, name: ownerName } = owner.metadata
  const path = `/api/v1/namespaces/${namespace}/secrets/${name}`
  if (await api.get(path)) return
  await api.apply(path, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      ownerReferences: [
        {
          apiVersion: owner.apiVersion ?? apiVersionOf(owner),
          kind: owner.kind ?? kindOf(owner),
          name: ownerName,
          uid,
        },
      ],
    },
    stringData: Object.fromEntries(keys.map((key) => [key, `made for the test: ${key}`])),
  })
}

// Members of a list have no kind of their own.
const kindOf = ({ spec }: Live) => (spec.secretName ? 'Certificate' : 'ExternalSecret')
const apiVersionOf = ({ spec }: Live) =>
  spec.secretName ? 'cert-manager.io/v1' : 'external-secrets.io/v1'

type Volume = {
  readonly name: string
  readonly secret?: { readonly secretName: string; readonly optional?: boolean }
}
type Mount = { readonly name: string; readonly mountPath: string }
type Container = {
  readonly name: string
  readonly image: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly volumeMounts?: readonly Mount[]
}

/** Runs the containers' own shell lines on a folder with the Secrets as they are now, and reports how they ended. */
async function runPod(api: Api, pod: Live): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-pod-'))
  try {
    const containers: readonly Container[] = pod.spec.containers
    const ended = []
    for (const container of containers) ended.push(await runContainer(api, pod, container, folder))
    const phase = ended.every((one) => one.state.terminated.exitCode === 0) ? 'Succeeded' : 'Failed'
    const { namespace, name } = pod.metadata
    await api.patch(`/api/v1/namespaces/${namespace}/pods/${name}/status`, {
      status: { phase, containerStatuses: ended },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runContainer(api: Api, pod: Live, container: Container, folder: string) {
  const mounts = container.volumeMounts ?? []
  for (const mount of mounts) await mountSecret(api, pod, mount, folder)
  // The lines name absolute paths: each first segment of a mount path moves under our folder.
  const roots = [...new Set(mounts.map(({ mountPath }) => mountPath.split('/')[1] ?? ''))]
  const moved = new RegExp(`(?<=^|[\\s"'=])/(?=(${roots.join('|')})/)`, 'gm')
  const [program = 'sh', ...args] = [...(container.command ?? []), ...(container.args ?? [])].map(
    (arg) => arg.replaceAll(moved, `${folder}/`),
  )
  const failure = await exec(program, args, { timeout: 10_000 }).then(
    () => '',
    (error: Error) => error.message,
  )
  const terminated = {
    exitCode: failure === '' ? 0 : 1,
    reason: failure === '' ? 'Completed' : 'Error',
    message: failure,
    startedAt: now(),
    finishedAt: now(),
  }
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    ready: false,
    restartCount: 0,
    state: { terminated },
  }
}

async function mountSecret(api: Api, pod: Live, mount: Mount, folder: string): Promise<void> {
  const volume = pod.spec.volumes.find((v: Volume) => v.name === mount.name)
  if (!volume?.secret) return
  const place = join(folder, mount.mountPath)
  mkdirSync(place, { recursive: true })
  const secret = await api.get(
    `/api/v1/namespaces/${pod.metadata.namespace}/secrets/${volume.secret.secretName}`,
  )
  for (const [key, value] of Object.entries(secret?.data ?? {}))
    writeFileSync(join(place, key), Buffer.from(value, 'base64'))
}
