import type { Problem } from '../../core/finding.ts'
import { currentId } from '../identity/entry.ts'
import { metadataText } from '../node/node.ts'
import { placeOfNamespace } from './place-of-namespace.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: metrics-auth-reader, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader}
subjects: [{kind: ServiceAccount, name: metrics, namespace: maps}]
`
const system: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

export const systemObjectMoved: Warning = {
  id: 'kustomize/system-object-moved',
  summary: '`namespace` moves an object out of kube-system.',
  why: 'Who writes kube-system into an object means it: roles of the API server, settings of the cluster DNS. `namespace` overwrites every namespace, so that the object works in the wrong place or not at all.',
  hint: 'keep such objects in a kustomization without namespace, beside the one with it',
  example: {
    bad: {
      'kustomization.yaml': 'resources: [binding.yaml]\nnamespace: maps\n',
      'binding.yaml': binding,
    },
    good: {
      'kustomization.yaml': 'resources: [binding.yaml, app]\n',
      'binding.yaml': binding,
      'app/kustomization.yaml': 'resources: [account.yaml]\nnamespace: maps\n',
      'app/account.yaml': header('v1', 'ServiceAccount', 'metrics'),
    },
  },
  *check({ entries, kustomizations, survey }: Built): Iterable<Problem> {
    for (const entry of entries) {
      const from = entry.former.find(({ scope }) => system.has(scope))?.scope
      const namespace = metadataText(entry.node, 'namespace')
      if (from === undefined || namespace === '' || system.has(namespace)) continue
      const { kind, name } = currentId(entry)
      yield problemOf(
        systemObjectMoved,
        `${kind}/${name} is written for ${from} and goes to ${namespace}`,
        { place: placeOfNamespace(namespace, kustomizations, survey, entry) },
      )
    }
  },
}
