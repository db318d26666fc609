/** A Kubernetes object as the API server gives it: only what the scenarios read is named. */
export type Live = {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly uid?: string
    readonly generation?: number
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly deletionTimestamp?: string
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[]
  }
  // biome-ignore lint/suspicious/noExplicitAny: objects of any kind, read field by field
  readonly spec?: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly status?: any
  readonly data?: Readonly<Record<string, string>>
}

/** What the scenarios and stand-ins ask of the API server, through `kubectl proxy`. */
export type Api = {
  /** The object, or nothing if it, or its kind, does not exist. */
  readonly get: (path: string) => Promise<Live | undefined>
  /** The objects of a collection; empty if its kind does not exist. */
  readonly list: (path: string) => Promise<readonly Live[]>
  /** JSON merge patch. */
  readonly patch: (path: string, body: unknown) => Promise<void>
  /** Server-side apply under `manager`. */
  readonly apply: (path: string, object: unknown, manager?: string) => Promise<void>
  readonly remove: (path: string) => Promise<void>
}

/** A client of the API server whose proxy listens on `port` of loopback. */
export function createApi(port: number): Api {
  const call = async (method: string, path: string, type?: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: type ? { 'content-type': type } : {},
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await response.text()
    if (response.status === 404 && (method === 'GET' || method === 'DELETE')) return undefined
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 400)}`)
    return JSON.parse(text)
  }
  return {
    get: (path) => call('GET', path),
    list: async (path) => (await call('GET', path))?.items ?? [],
    patch: async (path, body) => {
      await call('PATCH', path, 'application/merge-patch+json', body)
    },
    apply: async (path, object, manager = 'e2e') => {
      const query = `?fieldManager=${manager}&force=true`
      await call('PATCH', `${path}${query}`, 'application/apply-patch+yaml', object)
    },
    remove: async (path) => {
      await call('DELETE', path)
    },
  }
}
