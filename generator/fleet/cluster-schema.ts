import { type Json, label, record, text } from './json.ts'
import type { Catalog } from './types.ts'

const storage = record(
  {
    block: record(
      {
        class: text('StorageClass; without one the default class of the cluster.', {
          examples: ['standard'],
        }),
      },
      'Claims that one node mounts (ReadWriteOnce): databases, queues.',
    ),
    shared: record(
      {
        kind: {
          enum: ['hostPath', 'nfs', 'class'],
          description:
            'hostPath: a folder of the node (laptops). nfs: a server. class: the cluster makes volumes itself.',
        },
        class: text('StorageClass that claim and volume name.', { examples: ['nfs'] }),
        path: text(
          'Folder on the node (hostPath) or exported by the server (nfs). {namespace}, {claim}, {application} and {environment} are filled in.',
          {
            pattern: '^/',
            examples: ['/data/{namespace}'],
          },
        ),
        server: text('Host name or address of the NFS server.', { examples: ['nfs.example.org'] }),
        owner: {
          enum: ['us', 'them'],
          default: 'us',
          description: 'Who makes the NFS PersistentVolume. them: name it in volumeName.',
        },
        volumeName: text('PersistentVolume that an administrator made (owner: them).'),
      },
      'Claims that many nodes mount (ReadWriteMany).',
      ['kind'],
    ),
  },
  'What kinds of storage the cluster offers.',
)
const exposure = record(
  {
    kind: {
      enum: ['none', 'nodePort', 'gateway', 'route'],
      description:
        'How applications are published: not at all, by node ports, by a Gateway, by OpenShift Routes.',
    },
    host: text('Host name or address of a node (nodePort).', { examples: ['localhost'] }),
    domain: text('Domain under which each application gets a host (gateway, route).', {
      format: 'dns-name',
      examples: ['apps.example.org'],
    }),
    gateway: text('namespace/name of the Gateway (gateway).', {
      pattern: '^[^/]+/[^/]+$',
      examples: ['gateway-system/public'],
    }),
  },
  'How people outside reach applications.',
  ['kind'],
)
const registry = record(
  {
    mirror: {
      type: 'object',
      description: 'Registry host, or host/path, and where its images are pulled from instead.',
      propertyNames: { format: 'registry' },
      additionalProperties: { type: 'string', format: 'registry' },
      examples: [{ 'docker.io': 'registry.example.org/hub' }],
    },
    pullSecret: text('Name of a Secret for pulling images, in every namespace.'),
    pullSecrets: { type: 'array', items: { type: 'string' }, description: 'Several of them.' },
  },
  'Where images come from.',
)
const secrets = record(
  {
    provider: {
      enum: ['existing', 'externalSecrets'],
      description:
        'existing: Secrets are made beforehand. externalSecrets: ExternalSecret objects are written.',
    },
    store: text('Kind/name of the store (externalSecrets).', {
      pattern: '^(ClusterSecretStore|SecretStore)/[^/]+$',
      examples: ['ClusterSecretStore/vault'],
    }),
  },
  'Where Secrets come from. Their values never stand in the repository.',
  ['provider'],
)
const certificates = record(
  {
    provider: {
      enum: ['existing', 'certManager'],
      description:
        'existing: TLS Secrets are made beforehand. certManager: Certificate objects are written.',
    },
    issuer: text('Kind/name of the issuer (certManager).', {
      pattern: '^(ClusterIssuer|Issuer)/[^/]+$',
      examples: ['ClusterIssuer/internal'],
    }),
  },
  'Where TLS certificates come from.',
  ['provider'],
)
const id = (description: string): Json => ({
  type: 'integer',
  minimum: 1,
  maximum: 4294967295,
  description,
})

const delivery = record(
  {
    engine: {
      enum: ['argocd', 'flux'],
      default: 'argocd',
      description: 'What syncs this cluster.',
    },
    namespace: text('Namespace of the engine.', label),
    applicationSet: {
      type: 'boolean',
      default: false,
      description:
        'argocd: one ApplicationSet makes the Applications, instead of a file for each of them.',
    },
    shards: {
      // A number, or names; each keyword looks at its own type only.
      type: ['integer', 'array'],
      minimum: 1,
      maximum: 100,
      items: { type: 'string', minLength: 1, format: 'label-value' },
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description:
        'flux: the keys of the controllers that share the work, or how many there are (shard1, shard2, ...).',
      examples: [3, ['shard1', 'shard2']],
    },
  },
  'How the repository reaches the cluster.',
)
const clusterUid = {
  anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }],
  description:
    'UID of the namespace kube-system (kubectl get namespace kube-system -o jsonpath={.metadata.uid}). null: unknown.',
}
const podIds = record(
  {
    runAsUser: id('User id.'),
    runAsGroup: id('Group id.'),
    fsGroup: id('Group of mounted volumes.'),
  },
  'Ids that own the files on shared storage (not on openshift, which assigns ids).',
  ['runAsUser', 'runAsGroup', 'fsGroup'],
)
const proxy = record(
  { http: text('HTTP_PROXY'), https: text('HTTPS_PROXY'), no: text('NO_PROXY, comma separated') },
  'Proxy variables that every container gets.',
)
const caBundle = record(
  {
    configMap: text('Name of the ConfigMap, in every namespace.'),
    key: text('Key in it.'),
  },
  'Extra certificate authorities that every container trusts.',
  ['configMap', 'key'],
)
const versions = {
  kubernetes: text('Kubernetes minor that runs there, in quotes.', {
    pattern: '^1\\.\\d{2}$',
    examples: ['1.35'],
  }),
  openshift: text(
    'OpenShift version that runs there, in quotes; says the Kubernetes version too.',
    {
      pattern: '^4\\.\\d{1,2}$',
      examples: ['4.20'],
    },
  ),
}
const offers = { storage, exposure, registry, secrets, certificates, podIds, proxy, caBundle }

/** The schema of one cluster. */
export const cluster = (catalog: Catalog): Json => {
  const names = catalog.platforms.map((p) => p.name)
  const platform = { enum: names, description: 'What kind of cluster it is.' }
  return record(
    { platform, ...versions, delivery, clusterUid, ...offers },
    'One cluster: what it is and what it offers.',
    ['platform'],
  )
}
