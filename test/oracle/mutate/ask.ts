import { Agent, request } from 'node:https'
import { at } from '../../../generator/core/pointer.ts'
import type { Resource } from '../../../generator/core/resource.ts'
import type { ApiKind } from '../../../generator/validate/schema.ts'
import type { Server } from '../../e2e/control-plane.ts'

/**
 * What the server says to an object: `changed` when it takes it and stores another number than the one that was sent, as Go
 * does with one that is too large for its field, `broken` when it fails instead of saying anything.
 */
export type Answer = {
  readonly verdict: 'accepted' | 'changed' | 'refused' | 'broken'
  readonly message: string
}

/** Asks about an object; `place` is a pointer to the value in it that matters. */
export type Ask = (object: Resource, place?: string) => Promise<Answer>

/** Asks by a strict dry run of server-side apply, over so many connections at a time. */
export function asker(
  { port, token, certificate }: Server,
  kindOf: (object: Resource) => ApiKind | undefined,
  connections: number,
): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca: certificate })
  return async (object, place = '') => {
    const kind = kindOf(object)
    if (kind === undefined) throw new Error(`no kind ${object.kind} of ${object.apiVersion}`)
    for (let tries = 1; ; tries++)
      try {
        return await ask(object, place, pathOf(object, kind))
      } catch (error) {
        // A server that panics closes the connection; a busy machine does so too, but not three times.
        if (tries === 3) return { verdict: 'broken', message: String(error) }
      }
  }

  function ask(object: Resource, place: string, path: string): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/apply-patch+yaml',
    }
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method: 'PATCH', agent, headers })
      sent.on('error', reject).on('response', (response) => {
        const parts: Buffer[] = []
        response.on('error', reject).on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          if ((response.statusCode ?? 0) >= 300) resolve(refusal(text))
          else resolve(acceptance(at(object, place), at(JSON.parse(text), place)))
        })
      })
      sent.end(JSON.stringify(object))
    })
  }
}

function acceptance(sent: unknown, stored: unknown): Answer {
  const isChanged = typeof sent === 'number' && sent !== 0 && sent !== (stored ?? 0)
  return { verdict: isChanged ? 'changed' : 'accepted', message: '' }
}

function refusal(text: string): Answer {
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
