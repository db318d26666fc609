import type { KubeConfig } from '@kubernetes/client-node'
import { UserError } from '../core/finding.ts'
import { didYouMean } from '../core/suggest.ts'
import { createGet, type Get } from './cluster-request.ts'

/** Which cluster: what the flags of kubectl of these names say; the current context without them. */
export type ClusterChoice = {
  readonly kubeconfig?: string | undefined
  readonly context?: string | undefined
}

/** What a cluster says about itself. */
export type ClusterApi = {
  /** Its version, e.g. `v1.34.4`. */
  readonly kubernetes: string
  /** The documents of `/openapi/v3`, one for each group and version. */
  readonly documents: readonly OpenApi[]
  /** Groups and versions whose server did not answer. */
  readonly silent: readonly string[]
}

type OpenApi = Readonly<Record<string, never>>
type Client = { readonly KubeConfig: new () => KubeConfig }
type Load = () => Promise<Client>

/** A cluster's OpenAPI v3. The client is loaded here, since nothing else needs it. Throws UserError. */
export async function readCluster(
  choice: ClusterChoice,
  progress: (text: string) => void = () => {},
  load: Load = () => import('@kubernetes/client-node'),
): Promise<ClusterApi> {
  const config = configOf(await loaded(load), choice)
  const get = await createGet(config)
  const { gitVersion } = await get('/version')
  const { paths } = await get('/openapi/v3')
  if (typeof gitVersion !== 'string' || typeof paths !== 'object' || paths === null)
    throw noCluster(config, 'what it says about its version or its OpenAPI is no answer of one')
  const documents: OpenApi[] = []
  const silent: string[] = []
  for (const [path, at] of addressesOf(paths)) {
    progress(`reading ${path}`)
    const document = await documentOf(get, at)
    if (document === undefined) silent.push(path)
    else if (typeof document.openapi !== 'string')
      throw noCluster(config, `${at} is no OpenAPI document`)
    else documents.push(document as OpenApi)
  }
  return { kubernetes: gitVersion, documents, silent }
}

/** Addresses of the documents that describe a group and version: `api/v1`, `apis/apps/v1`. */
function addressesOf(paths: object): readonly (readonly [path: string, address: string])[] {
  return Object.entries(paths as Readonly<Record<string, { readonly serverRelativeURL?: unknown }>>)
    .filter(([path]) => /^(api|apis\/[^/]+)\/[^/]+$/.test(path))
    .map(([path, { serverRelativeURL }]) => [
      path,
      typeof serverRelativeURL === 'string' ? serverRelativeURL : `/openapi/v3/${path}`,
    ])
}

/** Undefined when a server behind the API server does not answer: that is no reason to go without the others. */
async function documentOf(
  get: Get,
  address: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  return get(address, [503])
}

async function loaded(load: Load): Promise<Client> {
  try {
    return await load()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error
    throw new UserError(
      {
        message:
          'asking a cluster needs the package @kubernetes/client-node, which is not installed',
        hint: 'npm install @kubernetes/client-node@1.4.0, or save /openapi/v3 with kubectl and name it with --from',
      },
      { cause: error },
    )
  }
}

function configOf(
  { KubeConfig: Config }: Client,
  { kubeconfig, context }: ClusterChoice,
): KubeConfig {
  const config = new Config()
  try {
    if (kubeconfig === undefined) config.loadFromDefault()
    else config.loadFromFile(kubeconfig)
  } catch (error) {
    throw new UserError(
      {
        message: `cannot read the kubeconfig${kubeconfig === undefined ? '' : ` ${kubeconfig}`}: ${String((error as Error).message).split('\n')[0]}`,
        hint: 'name another file with --kubeconfig, or mend this one: kubectl config view',
      },
      { cause: error },
    )
  }
  choose(config, context)
  return config
}

/** What the client makes up when there is no kubeconfig at all. */
const MADE_UP = 'loaded-context'

function choose(config: KubeConfig, context: string | undefined): void {
  const names = config.getContexts().map(({ name }) => name)
  if (names.length === 1 && names[0] === MADE_UP)
    throw new UserError({
      message: 'there is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a cluster',
      hint: 'name one with --kubeconfig, or read files with --from',
    })
  const wanted = context ?? config.getCurrentContext()
  if (!names.includes(wanted))
    throw new UserError({
      message: wanted
        ? `the kubeconfig has no context "${wanted}"${didYouMean(wanted, names)}`
        : 'the kubeconfig has no current context',
      hint: `--context takes one of ${names.join(', ') || '(there are none)'}`,
    })
  config.setCurrentContext(wanted)
  const server = config.getCurrentCluster()?.server
  if (server && /^https?:/.test(server) && URL.canParse(server)) return
  throw new UserError({
    message: server
      ? `the server of the context "${wanted}" is "${server}", which is no address`
      : `the context "${wanted}" leads to no cluster`,
    hint: 'mend its cluster in the kubeconfig',
  })
}

function noCluster(config: KubeConfig, why: string): UserError {
  return new UserError({
    message: `${config.getCurrentCluster()?.server} is no API server of Kubernetes: ${why}`,
    hint: 'check the server of this context in the kubeconfig',
  })
}
