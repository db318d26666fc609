import { type RequestOptions as Http, request as overHttp } from 'node:http'
import { type RequestOptions as Https, request as overHttps } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import { type Problem, UserError } from '../core/finding.ts'

/** The JSON object at a path of the API server; undefined for a status that is expected. Throws UserError. */
export type Get = {
  (path: string): Promise<Answer>
  (path: string, expected: readonly number[]): Promise<Answer | undefined>
}

type Answer = Readonly<Record<string, unknown>>

const SECONDS = 30

/** Reads from the cluster of the current context, as its user. */
export async function createGet(config: KubeConfig): Promise<Get> {
  const server = config.getCurrentCluster()?.server ?? ''
  const context = config.getCurrentContext()
  const options: Https = {}
  // The client refuses to send what signs a user in over a connection that anybody can read.
  if (server.startsWith('http:') && config.getCurrentCluster()?.skipTLSVerify !== true)
    throw new UserError({
      message: `${server} is not encrypted`,
      hint: 'use https, or say insecure-skip-tls-verify: true of the cluster in the kubeconfig',
    })
  try {
    await config.applyToHTTPSOptions(options)
  } catch (error) {
    throw new UserError(
      {
        message: `cannot sign in to ${server}: ${(error as Error).message}`,
        hint: `mend the user or the cluster of the context "${context}"; kubectl --context ${context} version must work`,
      },
      { cause: error },
    )
  }
  return async (path: string, expected: readonly number[] = []): Promise<never> => {
    const { status, text } = await fetched(`${server.replace(/\/$/, '')}${path}`, options)
    if (expected.includes(status)) return undefined as never
    if (status !== 200) throw new UserError(refusal(server, path, status))
    return object(server, path, text) as never
  }
}

type Fetched = { readonly status: number; readonly text: string }

function fetched(url: string, options: Https): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(unreachable(url, error))
    const request = (url.startsWith('http:') ? overHttp : overHttps)(
      url,
      { ...options, timeout: SECONDS * 1000 } as Http,
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part)).on('error', fail)
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          resolve({ status: response.statusCode ?? 0, text })
        })
      },
    )
    request.on('timeout', () => request.destroy(new Error(`no answer for ${SECONDS} seconds`)))
    request.on('error', fail).end()
  })
}

/** What the connection said, and what a person does about it. */
const CONNECTION: Readonly<Record<string, readonly [said: string, remedy: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'start the cluster, or choose another --context'],
  ENOTFOUND: ['its name is not known', 'check the server in the kubeconfig, and the VPN'],
  EAI_AGAIN: ['its name cannot be looked up', 'check the network and the VPN'],
  ETIMEDOUT: ['it does not answer', 'check the network and the VPN'],
  EHOSTUNREACH: ['there is no way to it', 'check the network and the VPN'],
  ENETUNREACH: ['there is no way to it', 'check the network and the VPN'],
  ECONNRESET: ['the connection ended in the middle', 'run again'],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'renew it'],
}

const CERTIFICATE = [
  'its certificate is not one that this context trusts',
  'complete certificate-authority of the cluster in the kubeconfig',
] as const

function unreachable(url: string, error: Error): UserError {
  const { code = '' } = error as NodeJS.ErrnoException
  const isCertificate = /CERT|SIGNATURE|ALTNAME|SSL|TLS/.test(code)
  const [said, remedy] = CONNECTION[code] ??
    (isCertificate ? CERTIFICATE : undefined) ?? [error.message, 'check the network and the VPN']
  const message = `cannot read ${url}: ${said}`
  return new UserError({ message, hint: `${remedy}, then run again` }, { cause: error })
}

function refusal(server: string, path: string, status: number): Problem {
  const message = `${server} answers ${status} to ${path}`
  if (status === 401)
    return { message: `${message}: it does not know the user`, hint: 'sign in again' }
  if (status === 403)
    return {
      message: `${message}: the user may not read it`,
      hint: 'bind the ClusterRole system:discovery to the user, or take another --context',
    }
  if (status === 404)
    return {
      message: `${message}: it has no OpenAPI v3`,
      hint: 'Kubernetes has it since 1.27; check that the server in the kubeconfig is an API server',
    }
  return { message, hint: 'look into the log of the API server, then run again' }
}

function object(server: string, path: string, text: string): Answer {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (typeof value === 'object' && value !== null) return value as Answer
  throw new UserError({
    message: `${server} is no API server of Kubernetes: ${path} is no JSON`,
    hint: 'check the server of this context in the kubeconfig',
  })
}
