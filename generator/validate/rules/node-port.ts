import { idOf, type Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import { fieldsAt, mapsOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const LEAST = 30000
const MOST = 32767

export const nodePort: Rule = {
  id: 'node-port',
  severity: 'error',
  scope: 'cluster',
  reads: { Service: ['spec/ports'] },
  when: { Service: ['spec/ports/*/nodePort'] },
  summary: `Node ports lie between ${LEAST} and ${MOST}, and no two Services of a cluster want the same.`,
  why: 'The second Service is refused when it is applied, after everything before it has changed the cluster.',
  hint: `give the Service a node port of its own between ${LEAST} and ${MOST}`,
  *check(resources) {
    const taken = new Map<string, Resource>()
    for (const { resource, pointer, port, protocol } of nodePortsOf(resources)) {
      if (port < LEAST || port > MOST)
        yield {
          resource,
          pointer,
          message: `node port ${port} is not between ${LEAST} and ${MOST}`,
        }
      const key = `${protocol} ${port}`
      const other = taken.get(key)
      if (other !== undefined) {
        const message = `node port ${port} (${protocol}) is already taken by ${idOf(other)}`
        yield { resource, other, pointer, message }
      } else taken.set(key, resource)
    }
  },
  examples: () => ({
    good: [service('a', 30258), service('b', 30259)],
    bad: [service('a', 30258), service('b', 30258)],
  }),
}

type NodePort = {
  readonly resource: Resource
  readonly pointer: string
  readonly port: number
  readonly protocol: string
}

/** The node ports that are asked for; 0 and none mean that the API server chooses. */
function nodePortsOf(resources: readonly Resource[]): readonly NodePort[] {
  return resources
    .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
    .flatMap((resource) =>
      mapsOf(fieldsAt(resource, 'spec').ports).flatMap(([index, { nodePort: port, protocol }]) =>
        typeof port === 'number' && port !== 0
          ? [
              {
                resource,
                pointer: `/spec/ports/${index}/nodePort`,
                port,
                protocol: typeof protocol === 'string' ? protocol : 'TCP',
              },
            ]
          : [],
      ),
    )
}

function service(name: string, port: number): Resource {
  return example('Service', name, {
    spec: { type: 'NodePort', ports: [{ port: 80, nodePort: port }] },
  })
}
