import { defineApp } from '../generator/apps/define.ts'
import { manifests } from '../generator/apps/manifests/manifests.ts'
import type { Catalog, Site } from '../generator/fleet/types.ts'
import { choice, integer, list, object, optional, string } from '../generator/fleet/values.ts'
import {
  deployment,
  job,
  persistentVolumeClaim,
  role,
  roleBinding,
  service,
  serviceAccount,
} from '../generator/model/objects.ts'
import { restrictedContainer, restrictedPod, selectorLabels } from '../generator/model/pods.ts'
import { platforms } from '../generator/platforms/index.ts'

const image = (tag: string): string => `registry.example.org/web:${tag}`

/** A small application of every kind of part, so that a change of a real one never changes a transcript. */
export const web = defineApp({
  name: 'web',
  summary: 'a web server',
  values: object(
    {
      tag: string({ description: 'Tag of the image.', default: 'v1' }),
      replicas: integer({ description: 'Pods.', default: 1, minimum: 0, maximum: 50 }),
      mode: choice(['plain', 'fancy'], { description: 'How it looks.', default: 'plain' }),
      greeting: string({ description: 'What it says.', default: 'hello' }),
      nodePort: optional(integer({ description: 'Node port.', minimum: 30000, maximum: 32767 })),
      motd: optional(string({ description: 'File with the message of the day.', file: true })),
      hosts: list(string({ description: 'A host.' }), { description: 'Hosts.', default: [] }),
      upstream: optional(string({ description: 'Application to ask.' })),
      kubeSystem: optional(choice(['yes', 'no'], { description: 'Role in kube-system.' })),
      database: object(
        { size: string({ description: 'Size.', default: '1Gi' }) },
        { description: 'The database.' },
      ),
    },
    { description: 'Values of web.' },
  ),
  problems: ({ replicas, mode }) =>
    mode === 'fancy' && replicas === 0
      ? [{ pointer: '/replicas', message: 'fancy needs a pod', hint: 'set replicas to 1' }]
      : [],
  url: (_values, { instance, namespace }) => `http://${instance}.${namespace}.svc:80`,
  resources: (values, site) => ({
    resources: [
      ...parts(site.instance, values.database.size),
      webDeployment(values, site),
      ...(values.kubeSystem === 'yes' ? kubeSystem(site.instance, site.namespace) : []),
    ],
    configs: [
      {
        name: `${site.instance}-env`,
        data: {
          GREETING: values.greeting,
          ...(values.motd === undefined ? {} : { 'motd.txt': site.file(values.motd) }),
        },
      },
    ],
    exposures: [
      {
        name: site.instance,
        service: site.instance,
        port: 'http',
        tls: 'edge',
        ...(values.nodePort === undefined ? {} : { nodePort: values.nodePort }),
      },
    ],
    sharedVolumes: [{ claim: `${site.instance}-data`, capacity: '100Gi' }],
    secrets: [{ name: `${site.instance}-key`, keys: [{ key: 'key', purpose: 'to sign' }] }],
  }),
  run: {
    values: object(
      {
        items: string({ description: 'What to do.' }),
        tag: optional(string({ description: 'Tag of the image.' })),
        workers: integer({ description: 'Pods.', default: 1, minimum: 1 }),
      },
      { description: 'A run.' },
    ),
    copies: ({ tag }) => ({ tag }),
    problems: (_values, { id }, { instance }) =>
      `${instance}-${id}`.length > 63
        ? [
            {
              pointer: '/id',
              message: 'the name of the Job is longer than 63 characters',
              hint: 'shorten the id',
            },
          ]
        : [],
    resources: (values, run, { instance }) => ({
      resources: [
        job(
          {
            name: `${instance}-${run.id}`,
            labels: { 'app.kubernetes.io/managed-by': 'strata' },
          },
          {
            spec: {
              parallelism: run.values.workers,
              template: {
                spec: {
                  restartPolicy: 'Never',
                  containers: [
                    {
                      name: 'work',
                      image: image(run.values.tag ?? values.tag),
                      args: [run.values.items],
                    },
                  ],
                },
              },
            },
          },
        ),
      ],
    }),
  },
})

type Values = {
  readonly tag: string
  readonly replicas: number
  readonly mode: string
  readonly upstream?: string
}

const labelsOf = (instance: string) => selectorLabels('web', instance, 'server')

function parts(name: string, size: string) {
  const labels = labelsOf(name)
  const ports = [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }]
  return [
    serviceAccount({ name, labels }, { automountServiceAccountToken: false }),
    persistentVolumeClaim(
      { name: `${name}-data`, labels },
      { spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: size } } } },
    ),
    service({ name, labels }, { spec: { selector: labels, ports } }),
  ]
}

function webDeployment({ tag, replicas, mode, upstream }: Values, site: Site) {
  const labels = labelsOf(site.instance)
  const asked = upstream === undefined ? [] : [{ name: 'UPSTREAM', value: site.urlOf(upstream) }]
  const container = {
    name: 'web',
    image: image(tag),
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    readinessProbe: { tcpSocket: { port: 'http' } },
    env: [{ name: 'MODE', value: mode }, ...asked],
    envFrom: [{ configMapRef: { name: `${site.instance}-env` } }],
    securityContext: restrictedContainer({ user: 1001 }),
    resources: { requests: { cpu: '10m' }, limits: { memory: '64Mi' } },
  }
  const spec = {
    serviceAccountName: site.instance,
    securityContext: restrictedPod({ user: 1001, fsGroup: 1001 }),
    containers: [container],
  }
  const template = { metadata: { labels }, spec }
  return deployment(
    { name: site.instance, labels },
    { spec: { replicas, selector: { matchLabels: labels }, template } },
  )
}

function kubeSystem(instance: string, namespace: string) {
  const name = `${namespace}-${instance}-cluster-id`
  const metadata = { name, namespace: 'kube-system' }
  return [
    role(metadata, { rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }] }),
    roleBinding(metadata, {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: instance, namespace }],
    }),
  ]
}

/** Plain applications and the real platforms. */
export const catalog: Catalog = { apps: [web, manifests], platforms }
