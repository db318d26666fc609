import { Agent, request } from 'node:https'
import type { Resource } from '../../../generator/core/resource.ts'
import type { ApiKind } from '../../../generator/validate/schema.ts'
import type { Server } from '../../e2e/control-plane.ts'

/** What the server says to an object; `broken` when it fails instead of saying anything. */
export type Answer = {
  readonly verdict: 'accepted' | 'refused' | 'broken'
  readonly message: string
}

export type Ask = (object: Resource) => Promise<Answer>

/** Asks by a strict dry run of server-side apply, over so many connections at a time. */
export function asker(
  { port, token, certificate }: Server,
  kindOf: (object: Resource) => ApiKind | undefined,
  connections: number,
): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca: certificate })
  return async (object) => {
    const kind = kindOf(object)
    if (kind === undefined) throw new Error(`no kind ${object.kind} of ${object.apiVersion}`)
    for (let tries = 1; ; tries++)
      try {
        return await ask(object, pathOf(object, kind))
      } catch (error) {
        // A server that panics closes the connection; a busy machine does so too, but not three times.
        if (tries === 3) return { verdict: 'broken', message: String(error) }
      }
  }

  function ask(object: Resource, path: string): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/apply-patch+yaml',
    }
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method: 'PATCH', agent, headers })
      sent.on('error', reject).on('response', (response) => {
        const parts: Buffer[] = []
        response.on('error', reject).on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => resolve(answerOf(response.statusCode ?? 0, parts)))
      })
      sent.end(JSON.stringify(object))
    })
  }
}

function answerOf(status: number, parts: readonly Buffer[]): Answer {
  if (status < 300) return { verdict: 'accepted', message: '' }
  const text = Buffer.concat(parts).toString('utf8')
  return { verdict: 'refused', message: messageOf(text) }
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { readonly message?: unknown }).message)
  } catch {
    return text
  }
}

function pathOf({ metadata }: Resource, { group, version, plural, namespaced }: ApiKind): string {
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const namespace = namespaced ? `/namespaces/${encodeURIComponent(metadata.namespace ?? '')}` : ''
  const name = encodeURIComponent(metadata.name || 'nameless')
  const query = 'dryRun=All&fieldManager=mutate&fieldValidation=Strict&force=true'
  return `${base}${namespace}/${plural}/${name}?${query}`
}
