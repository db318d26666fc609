import type { Problem } from '../../core/finding.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { gvkOf } from '../identity/id.ts'
import { fieldText, isMap, type MapNode, metadataText } from '../node/node.ts'
import { placeOfNamespace } from './place-of-namespace.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const issuer = `${header('cert-manager.io/v1', 'ClusterIssuer', 'ca')}spec: {selfSigned: {}}\n`

/** Cluster-scoped kinds of widespread controllers and of newer Kubernetes, by group, that kustomize does not know as such. */
const known: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io': [
    ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    ...['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
  ],
  'apiextensions.crossplane.io': ['CompositeResourceDefinition', 'Composition'],
  'cert-manager.io': ['ClusterIssuer'],
  'cilium.io': ['CiliumClusterwideNetworkPolicy', 'CiliumLoadBalancerIPPool'],
  'config.openshift.io': ['ClusterVersion', 'Infrastructure', 'OAuth'],
  'external-secrets.io': ['ClusterExternalSecret', 'ClusterSecretStore'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'karpenter.sh': ['NodePool', 'NodeClaim'],
  'keda.sh': ['ClusterTriggerAuthentication'],
  'kyverno.io': ['ClusterPolicy', 'ClusterCleanupPolicy'],
  'networking.k8s.io': ['IPAddress', 'ServiceCIDR'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
  'project.openshift.io': ['Project'],
  'resource.k8s.io': ['DeviceClass', 'ResourceSlice'],
  'security.openshift.io': ['SecurityContextConstraints'],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass', 'VolumeSnapshotContent'],
  'storage.k8s.io': ['VolumeAttributesClass'],
  'templates.gatekeeper.sh': ['ConstraintTemplate'],
  'trust.cert-manager.io': ['Bundle'],
}

/** A namespace that `namespace:` put on an object that has none. */
export const namespacedClusterKind: Warning = {
  id: 'kustomize/namespaced-cluster-kind',
  summary: '`namespace` is put on a cluster-scoped object.',
  why: 'kustomize knows the cluster-scoped kinds of Kubernetes 1.21 only, not those of custom resources, whatever their definition says. The API server ignores the namespace or refuses the object, GitOps engines see a difference for ever, and two namespaces share one object.',
  hint: 'render cluster-scoped objects from a kustomization without namespace, beside the one with it',
  example: {
    bad: {
      'kustomization.yaml': 'resources: [ca.yaml]\nnamespace: maps\n',
      'ca.yaml': issuer,
    },
    good: {
      'kustomization.yaml': 'resources: [ca.yaml, app]\n',
      'ca.yaml': issuer,
      'app/kustomization.yaml': 'resources: [web.yaml]\nnamespace: maps\n',
      'app/web.yaml': header('v1', 'ConfigMap', 'web'),
    },
  },
  *check({ entries, kustomizations, survey }: Built): Iterable<Problem> {
    const defined = definedIn(entries)
    for (const entry of entries) {
      if (entry.former.length === 0 || !isClusterWide(entry, defined)) continue
      const namespace = metadataText(entry.node, 'namespace')
      if (!entry.former.some(({ scope }) => scope !== namespace)) continue
      const { kind, name } = currentId(entry)
      yield problemOf(
        namespacedClusterKind,
        `${kind}/${name} gets the namespace ${JSON.stringify(namespace)}, and ${kind} is cluster-scoped`,
        { place: placeOfNamespace(namespace, kustomizations, survey, entry) },
      )
    }
  },
}

function isClusterWide({ node, schemas }: Entry, defined: ReadonlySet<string>): boolean {
  if (metadataText(node, 'namespace') === '') return false
  const apiVersion = fieldText(node, 'apiVersion')
  const { group, kind } = gvkOf(apiVersion, fieldText(node, 'kind'))
  const isKnown = Object.hasOwn(known, group) && known[group]?.includes(kind)
  if (!isKnown && !defined.has(`${group} ${kind}`)) return false
  return !schemas.isClusterScoped(apiVersion, kind)
}

/** Group and kind of the cluster-scoped definitions in the same build. */
function definedIn(entries: readonly Entry[]): ReadonlySet<string> {
  const kinds = new Set<string>()
  for (const { node } of entries) {
    if (fieldText(node, 'kind') !== 'CustomResourceDefinition') continue
    const spec = node.get('spec')
    if (fieldText(spec, 'scope') !== 'Cluster') continue
    const names = isMap(spec) ? (spec.get('names') as MapNode | undefined) : undefined
    kinds.add(`${fieldText(spec, 'group')} ${fieldText(names, 'kind')}`)
  }
  return kinds
}
