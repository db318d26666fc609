import { Agent, request } from 'node:https'
import { at } from '../../../generator/core/pointer.ts'
import type { Resource } from '../../../generator/core/resource.ts'
import { fieldsAt } from '../../../generator/validate/fields.ts'
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
    const answer = await patiently(object, place)
    if (answer.verdict !== 'accepted') return answer
    for (const made of madeFrom(object)) {
      const later = await patiently(made, '')
      if (later.verdict === 'refused' && !NOT_THERE.test(later.message)) return later
    }
    return answer
  }

  async function patiently(object: Resource, place: string): Promise<Answer> {
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

/**
 * What a controller asks for when it has taken an object. Up to 1.33 the server did not read the templates of a
 * StatefulSet: it was accepted, and never got a pod.
 */
function madeFrom({ kind, metadata, spec }: Resource): readonly Resource[] {
  if (kind !== 'StatefulSet') return []
  const { namespace = '' } = metadata
  const { template, volumeClaimTemplates } = fieldsAt(spec)
  const claims = listOf(volumeClaimTemplates).map((one) => {
    const called = fieldsAt(one, 'metadata')
    const name = `${called.name ?? ''}-${metadata.name}-0`
    return {
      volume: String(called.name ?? ''),
      ...fieldsAt(one),
      metadata: { ...called, name, namespace },
    }
  })
  const own = fieldsAt(template, 'spec')
  // A claim takes the place of a volume of its name.
  const mounted = new Map(
    claims.map(({ volume: name, metadata: { name: claimName } }) => [
      name,
      { name, persistentVolumeClaim: { claimName } },
    ]),
  )
  const others = listOf(own.volumes).filter((one) => !mounted.has(String(fieldsAt(one).name)))
  const volumes = [...others, ...mounted.values()]
  const named = { ...fieldsAt(template, 'metadata'), name: `${metadata.name}-0`, namespace }
  const pod = { ...fieldsAt(template), ...POD, metadata: named, spec: { ...own, volumes } }
  return [pod, ...claims.map(({ volume: _, ...claim }) => ({ ...claim, ...CLAIM }))]
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Which accounts there are is no matter of the object. */
const NOT_THERE = /serviceaccount .* not found/

const POD = { apiVersion: 'v1', kind: 'Pod' }
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' }

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
