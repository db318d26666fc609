import type { Config } from '../../generator/core/config.ts'
import type { Resource } from '../../generator/core/resource.ts'
import type { Side } from '../../generator/overlay/index.ts'
import type { Chance } from './chance.ts'

/** Texts that some YAML reads as something else, or that printers like to damage. */
export const awkward: readonly string[] = [
  'plain', 'two words', 'yes', 'no', 'on', 'y', 'null', '~', '', 'true', '1e3', '0x1F', '017', '1.10', '1_000',
  '1:30', '2001-01-01', 'a: b', 'a #b', '# c', ' lead', 'trail ', 'line\nline', 'line\nline\n', '\nfirst',
  'a\n b', 'tab\there', '$(FIRST)', 'x-$(SECOND)-y', '{{ .x }}', 'é', '"quoted"', "it's", "'single'", '|', '- item',
  '---', '%x', '@x', '80', '-1', '.5', '<<', '=', 'a=b', 'constructor', '__proto__',
  'a long line with many words that goes far beyond the eighty columns where printers begin to fold lines',
] // biome-ignore format: a table

export const images: readonly string[] = [
  'nginx:1.27',
  'nginx',
  'nginx:1.28',
  'registry.example.org/team/web:1.0',
  'registry.example.org/team/web:2.0',
  'registry:5000/team/web:3',
  'registry-example.org/team/web:1.0',
  'mirror.example.org/nginx:1.27',
  'nginx@sha256:0000000000000000000000000000000000000000000000000000000000000001',
  'busybox:1@sha256:0000000000000000000000000000000000000000000000000000000000000002',
  'busybox:1',
]

const names = ['alpha', 'beta', 'gamma', 'delta'] as const
export const configNames = ['settings', 'extra', 'more'] as const

type Members = Record<string, unknown>

/** A base: objects of every kind that derive treats in a way of its own, and generated ConfigMaps. */
export function randomSide(c: Chance): Side {
  const kinds = c.some(makers, 7)
  const resources = kinds.flatMap((make) => c.some(names, 2).map((name) => make(c, name)))
  // Kustomize refuses a base that holds nothing.
  if (resources.length === 0) resources.push(deployment(c, 'alpha'))
  return { resources, configs: c.some(configNames, 3).map((name) => randomConfig(c, name)) }
}

export function randomConfig(c: Chance, name: string): Config {
  const keys = c.some(['a', 'b.yaml', 'C_D', 'constructor', 'app.conf'], 4)
  const data = Object.fromEntries(keys.map((key) => [key, c.pick(awkward)]))
  return c.once(3) ? { name, data, labels: { app: c.pick(awkward) } } : { name, data }
}

/** An object of a random kind. */
export function randomResource(c: Chance, name: string): Resource {
  return c.pick(makers)(c, name)
}

type Make = (c: Chance, name: string) => Resource

const object = (
  c: Chance,
  apiVersion: string,
  kind: string,
  name: string,
  body: Members,
): Resource => ({
  apiVersion,
  kind,
  metadata: {
    name,
    ...(c.once(2) && { labels: { app: name, ...(c.once(3) && { tier: c.pick(awkward) }) } }),
    ...(c.once(4) && { annotations: { note: c.pick(awkward), 'example.org/x': 'y' } }),
  },
  ...body,
})

function pod(c: Chance): Members {
  return {
    ...(c.once(3) && { securityContext: { runAsUser: 1000, fsGroup: 1000, runAsNonRoot: true } }),
    ...(c.once(4) && { serviceAccountName: c.pick(names) }),
    ...(c.once(4) && { imagePullSecrets: c.some([{ name: 'one' }, { name: 'two' }], 2) }),
    ...(c.once(4) && {
      hostAliases: [
        { ip: '10.0.0.1', hostnames: ['a', 'b'] },
        { ip: '10.0.0.2', hostnames: ['c'] },
      ],
    }),
    ...(c.once(4) && {
      tolerations: c.some(
        [{ key: 'a', operator: 'Exists' }, { key: 'b', value: '1' }, { operator: 'Exists' }],
        3,
      ),
    }),
    ...(c.once(3) && {
      initContainers: c.some(['init', 'wait'], 2).map((name) => container(c, name)),
    }),
    containers: ['main', ...c.some(['side', 'logs'], 2)].map((name) => container(c, name)),
    ...(c.once(2) && { volumes: c.some(['v1', 'v2', 'v3'], 3).map((name) => volume(c, name)) }),
  }
}

export function container(c: Chance, name: string): Members {
  const env = c.some(['FIRST', 'SECOND', 'THIRD', 'FOURTH'], 4)
  const ports = c.some([80, 81, 443, 80, 81], 4)
  const mounts = c.some(['/a', '/b', '/c'], 3)
  return {
    name,
    image: c.pick(images),
    ...(c.once(3) && { args: c.some(awkward, 3) }),
    ...(env.length > 0 && { env: env.map((variable) => envOf(c, variable)) }),
    ...(c.once(4) && { envFrom: [{ configMapRef: { name: c.pick(configNames) } }] }),
    ...(ports.length > 0 && { ports: ports.map((port) => portOf(c, port)) }),
    ...(mounts.length > 0 && {
      volumeMounts: mounts.map((mountPath) => ({ name: 'v1', mountPath })),
    }),
    ...(c.once(2) && { securityContext: { runAsUser: 1000, capabilities: { drop: ['ALL'] } } }),
    ...(c.once(3) && { resources: { limits: { cpu: c.pick([1, '500m', '1']), memory: '1Gi' } } }),
  }
}

export function envOf(c: Chance, name: string): Members {
  const key = { name: c.pick(configNames), key: 'a' }
  return c.once(4)
    ? { name, valueFrom: { configMapKeyRef: key } }
    : { name, value: c.pick(awkward) }
}

function portOf(c: Chance, containerPort: number): Members {
  return {
    containerPort,
    ...(c.once(2) && { name: `p${containerPort}` }),
    ...(!c.once(4) && { protocol: c.pick(['TCP', 'UDP']) }),
  }
}

export function volume(c: Chance, name: string): Members {
  const source: readonly Members[] = [
    { emptyDir: {} },
    { emptyDir: { sizeLimit: '1Gi' } },
    { configMap: { name: c.pick(configNames), items: [{ key: 'a', path: 'b' }] } },
    { secret: { secretName: 'hidden' } },
    { projected: { sources: [{ configMap: { name: c.pick(configNames) } }] } },
  ]
  return { name, ...c.pick(source) }
}

const template = (c: Chance, name: string): Members => ({
  template: { metadata: { labels: { app: name } }, spec: pod(c) },
})

const scaled = (c: Chance): Members => (c.once(3) ? {} : { replicas: c.below(4) })

const deployment: Make = (c, name) =>
  object(c, 'apps/v1', 'Deployment', name, {
    spec: { ...scaled(c), selector: { matchLabels: { app: name } }, ...template(c, name) },
  })

const claim = (c: Chance, name: string): Members => ({
  metadata: { name },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: c.pick(['1Gi', '2Gi']) } },
  },
})

const statefulSet: Make = (c, name) =>
  object(c, 'apps/v1', 'StatefulSet', name, {
    spec: {
      ...scaled(c),
      serviceName: name,
      ...template(c, name),
      volumeClaimTemplates: ['data', ...c.some(['log', 'tmp'], 2)].map((n) => claim(c, n)),
    },
  })

const service: Make = (c, name) =>
  object(c, 'v1', 'Service', name, {
    spec: {
      ...(c.once(2) && { type: 'ClusterIP' }),
      selector: { app: name },
      ports: c.some([80, 443, 8080, 80, 443], 4).map((port) => ({
        port,
        name: `p${port}`,
        targetPort: c.pick<unknown>([port, 'http', '8080']),
        ...(!c.once(3) && { protocol: 'TCP' }),
        ...(c.once(4) && { nodePort: 30000 + port }),
      })),
    },
  })

export function rule(c: Chance): Members {
  return {
    apiGroups: c.pick([[''], ['apps']]),
    resources: c.some(['pods', 'configmaps', 'jobs'], 3),
    verbs: c.some(['get', 'list', 'watch', '*'], 4),
    ...(c.once(4) && { resourceNames: c.some(configNames, 2) }),
  }
}

const role: Make = (c, name) =>
  object(c, 'rbac.authorization.k8s.io/v1', 'Role', name, {
    rules: [rule(c), rule(c), rule(c)].slice(c.below(3)),
  })

const clusterRole: Make = (c, name) =>
  object(c, 'rbac.authorization.k8s.io/v1', 'ClusterRole', name, { rules: [rule(c)] })

const roleBinding: Make = (c, name) =>
  object(c, 'rbac.authorization.k8s.io/v1', c.pick(['RoleBinding', 'ClusterRoleBinding']), name, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [
      { kind: 'ServiceAccount', name: c.pick([...names, 'default']) },
      ...(c.once(2) ? [{ kind: 'ServiceAccount', name: 'else', namespace: 'elsewhere' }] : []),
      ...(c.once(3)
        ? [{ kind: 'User', name: 'someone', apiGroup: 'rbac.authorization.k8s.io' }]
        : []),
    ],
  })

const serviceAccount: Make = (c, name) => object(c, 'v1', 'ServiceAccount', name, {})

const cronJob: Make = (c, name) =>
  object(c, 'batch/v1', 'CronJob', name, {
    spec: { schedule: '*/5 * * * *', jobTemplate: { spec: template(c, name) } },
  })

const job: Make = (c, name) => object(c, 'batch/v1', 'Job', name, { spec: template(c, name) })

const custom: Make = (c, name) =>
  object(c, 'example.org/v1', 'Widget', name, {
    spec: {
      containers: [{ name: 'w', image: c.pick(images) }],
      ports: [{ port: 80 }, { port: 81, odd: null }],
      env: c.some(['a', 'b'], 2).map((n) => ({ name: n, value: c.pick(awkward) })),
      nothing: null,
      text: c.pick(awkward),
      deep: { $patch: 'not a directive', list: [[1, 2], [], [{}]] },
    },
  })

const autoscaler: Make = (c, name) =>
  object(c, 'autoscaling/v2', 'HorizontalPodAutoscaler', name, {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 1,
      maxReplicas: 2 + c.below(3),
      metrics: ['cpu', 'memory'].slice(c.below(2)).map((resource) => ({
        type: 'Resource',
        resource: { name: resource, target: { type: 'Utilization', averageUtilization: 80 } },
      })),
    },
  })

const volumeObject: Make = (c, name) =>
  object(c, 'v1', 'PersistentVolume', name, {
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteMany'],
      hostPath: { path: '/x' },
    },
  })

const configMap: Make = (c, name) =>
  object(c, 'v1', 'ConfigMap', name, {
    data: { [c.pick(['a', 'b.c'])]: c.pick(awkward), d: c.pick(awkward) },
  })

const makers: readonly Make[] = [
  deployment,
  statefulSet,
  service,
  role,
  clusterRole,
  roleBinding,
  serviceAccount,
  cronJob,
  job,
  custom,
  autoscaler,
  volumeObject,
  configMap,
]
