import type { Random } from '../random.ts'
import { fields, image, labels, name, namespace } from './names.ts'
import { port } from './pods.ts'
import { scalar, sentence, text } from './scalars.ts'
import type { Body, Value } from './value.ts'
import { writeYaml } from './write.ts'

type Kinds = Readonly<
  Record<string, readonly [versions: readonly string[], make: (r: Random) => Body]>
>

/** Configuration, storage and names of the cluster. */
export const basics: Kinds = {
  ConfigMap: [
    ['v1'],
    (r) =>
      fields(r, {
        data: [0.9, () => data(r)],
        binaryData: [0.05, () => ({ k: 'aGVsbG8=' })],
        immutable: [0.05, () => true],
      }),
  ],
  Secret: [
    ['v1'],
    (r) =>
      fields(r, {
        type: [0.5, () => r.pick(['Opaque', 'kubernetes.io/tls'])],
        data: [0.6, () => ({ k: r.pick(['aGVsbG8=', 'MTIz', '']) })],
        stringData: [0.3, () => data(r)],
      }),
  ],
  ServiceAccount: [
    ['v1'],
    (r) =>
      fields(r, {
        secrets: [0.3, () => [{ name: name(r) }]],
        imagePullSecrets: [0.3, () => [{ name: name(r) }]],
      }),
  ],
  Namespace: [['v1'], () => ({})],
  PersistentVolumeClaim: [
    ['v1'],
    (r) => ({
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...fields(r, { storageClassName: [0.6, () => name(r)], volumeName: [0.4, () => name(r)] }),
        resources: { requests: { storage: scalar(r) } },
      },
    }),
  ],
  PersistentVolume: [
    ['v1'],
    (r) => ({
      spec: {
        capacity: { storage: '1Gi' },
        claimRef: { name: name(r), namespace: namespace(r) },
        csi: { controllerPublishSecretRef: { name: name(r), namespace: 'default' } },
      },
    }),
  ],
  StorageClass: [['storage.k8s.io/v1'], () => ({ provisioner: 'x' })],
  PriorityClass: [['scheduling.k8s.io/v1'], (r) => ({ value: r.int(1000) })],
}

const data = (r: Random): Body =>
  Object.fromEntries(
    r.many(0, 4, () => [
      r.pick(['k', 'a.conf', 'config.json', 'a-b', 'x', 'script.sh', 'K', '1', 'yes']),
      r.weighted<() => Value>([
        [5, () => text(r, 0.6)],
        [1, () => embeddedJson(r)],
        [
          1,
          () =>
            `a: ${text(r, 0)}\nb:\n  c: 1\n  d: [x, y]\nlist:\n- name: n1\n  v: 1\n- name: n2\n  v: 2\n`,
        ],
        [1, () => embeddedYaml(r)],
        [0.5, () => scalar(r)],
      ])(),
    ]),
  )

/** A text of YAML as people write it, with comments. */
const embeddedYaml = (r: Random): string =>
  writeYaml(
    r,
    {
      ...fields(r, { b: [0.7, () => scalar(r)], top: [0.3, () => text(r)] }),
      a: {
        c: scalar(r),
        d: [1, 'x', true],
        ...fields(r, { e: [0.3, () => ({ f: [scalar(r)] })] }),
      },
      list: r.many(1, 3, (i) => ({ name: `n${i + 1}`, v: scalar(r) })),
    },
    r.pick([0, 0.2, 0.4]),
  )

const embeddedJson = (r: Random): string =>
  JSON.stringify(
    { b: 1, a: { c: text(r, 0), d: [1, 'x', true] }, list: [{ name: 'n1', v: 1 }] },
    undefined,
    r.pick([0, 2]),
  )

/** Traffic. */
export const network: Kinds = {
  Service: [
    ['v1'],
    (r) => ({
      spec: fields(r, {
        selector: [0.8, () => labels(r)],
        ports: [0.9, () => r.many(1, 3, () => port(r, 'port'))],
        type: [0.4, () => r.pick(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'])],
        clusterIP: [0.1, () => r.pick<Value>(['None', null, '10.0.0.1'])],
        externalName: [0.1, () => 'a.example.org'],
      }),
    }),
  ],
  Ingress: [
    ['networking.k8s.io/v1', 'networking.k8s.io/v1', 'extensions/v1beta1'],
    (r) => ({
      spec: {
        ...fields(r, {
          ingressClassName: [0.3, () => name(r)],
          tls: [0.3, () => [{ hosts: [text(r)], secretName: name(r) }]],
        }),
        rules: r.many(1, 2, () => ({
          host: text(r),
          http: {
            paths: [
              {
                path: '/',
                backend: r.pick<Body>([
                  { service: { name: name(r), port: { number: 80 } } },
                  { serviceName: name(r), servicePort: 80 },
                ]),
              },
            ],
          },
        })),
      },
    }),
  ],
  IngressClass: [['networking.k8s.io/v1'], () => ({ spec: { controller: 'x/y' } })],
  NetworkPolicy: [
    ['networking.k8s.io/v1'],
    (r) => ({
      spec: {
        podSelector: r.pick<Body>([{}, { matchLabels: labels(r) }]),
        ingress: [
          { from: [{ podSelector: { matchLabels: labels(r) } }, { namespaceSelector: {} }] },
        ],
        egress: [{ to: [{ podSelector: { matchLabels: labels(r) } }] }],
      },
    }),
  ],
  Endpoints: [
    ['v1'],
    () => ({ subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }),
  ],
}

/** Who may do what, and how much. */
export const policies: Kinds = {
  Role: [['rbac.authorization.k8s.io/v1'], (r) => ({ rules: rules(r) })],
  ClusterRole: [
    ['rbac.authorization.k8s.io/v1'],
    (r) => ({
      rules: rules(r),
      ...fields(r, {
        aggregationRule: [0.1, () => ({ clusterRoleSelectors: [{ matchLabels: labels(r) }] })],
      }),
    }),
  ],
  RoleBinding: [
    ['rbac.authorization.k8s.io/v1'],
    (r) => binding(r, r.pick(['Role', 'ClusterRole'])),
  ],
  ClusterRoleBinding: [
    ['rbac.authorization.k8s.io/v1', 'rbac.authorization.k8s.io/v1beta1'],
    (r) => binding(r, 'ClusterRole'),
  ],
  HorizontalPodAutoscaler: [
    ['autoscaling/v1', 'autoscaling/v2'],
    (r) => ({
      spec: {
        minReplicas: r.int(3),
        maxReplicas: 10,
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: r.pick(['Deployment', 'StatefulSet']),
          name: name(r),
        },
        ...fields(r, {
          metrics: [
            0.4,
            () => [
              {
                type: 'Resource',
                resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
              },
            ],
          ],
        }),
      },
    }),
  ],
  PodDisruptionBudget: [
    ['policy/v1', 'policy/v1beta1'],
    (r) => ({
      spec: { minAvailable: r.pick<Value>([1, '50%']), selector: { matchLabels: labels(r) } },
    }),
  ],
  ResourceQuota: [['v1'], (r) => ({ spec: { hard: { pods: scalar(r), 'requests.cpu': '1' } } })],
  LimitRange: [
    ['v1'],
    () => ({ spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } }),
  ],
  ValidatingWebhookConfiguration: [['admissionregistration.k8s.io/v1'], webhooks],
  MutatingWebhookConfiguration: [['admissionregistration.k8s.io/v1'], webhooks],
  ValidatingAdmissionPolicy: [
    ['admissionregistration.k8s.io/v1'],
    () => ({
      spec: { failurePolicy: 'Fail', validations: [{ expression: 'object.spec.replicas <= 5' }] },
    }),
  ],
  ValidatingAdmissionPolicyBinding: [
    ['admissionregistration.k8s.io/v1'],
    (r) => ({ spec: { policyName: name(r), validationActions: ['Deny'] } }),
  ],
}

const rules = (r: Random): Value =>
  r.many(1, 2, () => ({
    apiGroups: [''],
    resources: r.some(['pods', 'secrets', 'configmaps'], 1, 2),
    verbs: ['get'],
    ...fields(r, { resourceNames: [0.4, () => r.many(1, 2, () => name(r))] }),
  }))

const binding = (r: Random, kind: string): Body => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: name(r) },
  subjects: r.many(0, 3, () => ({
    kind: r.pick(['ServiceAccount', 'ServiceAccount', 'User', 'Group']),
    name: r.pick([name(r), 'default']),
    ...fields(r, {
      namespace: [0.6, () => namespace(r)],
      apiGroup: [0.1, () => 'rbac.authorization.k8s.io'],
    }),
  })),
})

function webhooks(r: Random): Body {
  return {
    webhooks: r.many(1, 2, (i) => ({
      name: `w${i}.example.org`,
      clientConfig: {
        service: { name: name(r), namespace: namespace(r), path: '/x' },
        caBundle: 'Cg==',
      },
      ...fields(r, { namespaceSelector: [0.4, () => ({ matchLabels: labels(r) })] }),
    })),
  }
}

/** What Kubernetes does not know, and what extends it. */
export const custom: Kinds = {
  CustomResourceDefinition: [
    ['apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1beta1'],
    (r) => ({
      spec: {
        group: 'example.org',
        scope: r.pick(['Namespaced', 'Cluster']),
        names: { kind: 'Widget', plural: 'widgets' },
        ...fields(r, {
          conversion: [
            0.4,
            () => ({
              webhook: { clientConfig: { service: { name: name(r), namespace: namespace(r) } } },
            }),
          ],
          versions: [
            0.5,
            () => [
              {
                name: 'v1',
                schema: { openAPIV3Schema: { type: 'object', description: sentence(r) } },
              },
            ],
          ],
        }),
      },
    }),
  ],
  APIService: [
    ['apiregistration.k8s.io/v1'],
    (r) => ({
      spec: {
        group: 'x',
        version: 'v1',
        ...fields(r, { service: [0.6, () => ({ name: name(r), namespace: namespace(r) })] }),
      },
    }),
  ],
  Widget: [
    ['example.org/v1', 'example.org/v1', 'example.org/v2'],
    (r) => ({
      spec: fields(r, {
        size: [0.5, () => scalar(r)],
        items: [0.4, () => r.many(1, 3, () => ({ name: text(r, 0.1), value: scalar(r) }))],
        containers: [0.3, () => r.many(1, 2, (i) => ({ name: `c${i}`, image: image(r) }))],
        template: [
          0.2,
          () => ({
            metadata: { labels: labels(r) },
            spec: { initContainers: [{ name: 'i', image: image(r) }] },
          }),
        ],
        secretName: [0.3, () => name(r)],
        selector: [0.3, () => labels(r)],
        image: [0.2, () => image(r)],
        nested: [0.3, () => ({ a: [{ b: [scalar(r), [scalar(r), {}]] }, []], c: scalar(r) })],
      }),
    }),
  ],
  ClusterIssuer: [
    ['cert-manager.io/v1'],
    (r) => ({ spec: { acme: { privateKeySecretRef: { name: name(r) } } } }),
  ],
  HTTPRoute: [
    ['gateway.networking.k8s.io/v1'],
    (r) => ({
      spec: {
        parentRefs: [{ name: name(r) }],
        rules: [{ backendRefs: r.many(1, 2, () => ({ name: name(r), port: 80 })) }],
      },
    }),
  ],
}
