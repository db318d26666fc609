import { nearest } from '../check-object.ts'
import { example } from '../example.ts'
import { removedApi, removedApis } from '../removed-apis.ts'
import type { Rule } from '../rule.ts'

const GOING: ReadonlySet<unknown> = new Set(removedApis.map(({ apiVersion }) => apiVersion))

const address = { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] }

export const apiDeprecated: Rule = {
  id: 'api-deprecated',
  severity: 'warning',
  scope: 'object',
  kinds: removedApis.flatMap(({ kinds }) => kinds),
  when: { '*': [['apiVersion', (version) => GOING.has(version)]] },
  summary: 'No object uses an API version that its cluster still serves but warns of.',
  why: 'A later version of Kubernetes no longer serves it, and refuses the object as an unknown kind.',
  hint: 'write the object in the newer API version; fields may have moved',
  *check(resources, { kubernetes, catalog }) {
    const minor = Number(kubernetes.split('.')[1])
    for (const resource of resources) {
      const found = removedApi(resource.apiVersion, resource.kind)
      if (found === undefined || minor < found.deprecated) continue
      if (found.removed !== undefined && minor >= found.removed) continue
      const { apiVersion, kind } = resource
      // What is not served has been refused already.
      if (catalog.schemaOf(apiVersion, kind, nearest(kubernetes, catalog.versions)) === undefined)
        continue
      const until = found.removed === undefined ? '' : `, removed in 1.${found.removed}`
      const message = `${resource.kind} of ${resource.apiVersion} is deprecated since Kubernetes 1.${found.deprecated}${until}: use ${found.instead}`
      yield { resource, pointer: '/apiVersion', message }
    }
  },
  examples: () => ({
    good: [
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'database', namespace: 'web' },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['10.1.2.3'] }],
        ports: [{ port: 80 }],
      },
    ],
    bad: [example('Endpoints', 'database', address)],
  }),
}
