import type { Resource } from '../../generator/core/resource.ts'
import { checkObject, checkVersion } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

type Parts = { readonly spec?: object; readonly pod?: object; readonly container?: object }

function deployment({ spec, pod, container }: Parts): Resource {
  const containers = [{ name: 'web', image: 'r/web:1', ...container }]
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers, ...pod } }
  const whole = { selector: { matchLabels: { app: 'a' } }, template, ...spec }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: whole }
}

function object(apiVersion: string, kind: string, rest: object): Resource {
  return { apiVersion, kind, metadata: { name: 'a' }, ...rest }
}

const POD = 'spec.template.spec'
const C = `${POD}.containers[0]`

/** What stands in an object that runs on 1.33, and all that is said about it. */
const MISTAKES: readonly (readonly [what: string, resource: Resource, ...messages: string[]])[] = [
  ['nothing', deployment({})],
  [
    'a misspelt field',
    deployment({ container: { imagePullPolice: 'Always' } }),
    `${C}: unknown field "imagePullPolice"; did you mean "imagePullPolicy"?`,
  ],
  [
    'a misspelt required field is one mistake',
    object('apps/v1', 'Deployment', {
      spec: { selectr: {}, template: { spec: { containers: [] } } },
    }),
    'spec: unknown field "selectr"; did you mean "selector"?',
  ],
  [
    'two missing required fields',
    object('apps/v1', 'Deployment', { spec: {} }),
    'spec: required field "selector" is missing',
    'spec: required field "template" is missing',
  ],
  [
    'null where a value is required',
    deployment({ spec: { selector: null } }),
    'spec.selector: null must be an object',
  ],
  [
    'null where nothing is required',
    deployment({ spec: { replicas: null }, pod: { volumes: null } }),
  ],
  [
    'a string for a number',
    deployment({ spec: { replicas: '2' } }),
    'spec.replicas: "2" must be an integer',
  ],
  [
    'no cascade below a wrong type',
    deployment({ pod: { containers: { web: {} } } }),
    `${POD}.containers: {"web":{}} must be a list`,
  ],
  [
    'a boolean in an annotation',
    { ...deployment({}), metadata: { name: 'a', annotations: { 'x/y': true as never } } },
    'metadata.annotations["x/y"]: true must be a string',
  ],
  [
    'an enum in the wrong case',
    deployment({ container: { imagePullPolicy: 'always' } }),
    `${C}.imagePullPolicy: "always" is not one of Always, IfNotPresent, Never; did you mean "Always"?`,
  ],
  ['an empty string for an optional enum', deployment({ spec: { strategy: { type: '' } } })],
  [
    'a quantity of another world',
    deployment({ container: { resources: { limits: { cpu: 2, memory: '128MB' } } } }),
    `${C}.resources.limits.memory: "128MB" must be a quantity such as 500m, 2, 1.5, 128Mi or 1Gi`,
  ],
  [
    'an integer that does not fit',
    deployment({ spec: { replicas: 2 ** 31 } }),
    'spec.replicas: 2147483648 must be a 32-bit integer (-2147483648 to 2147483647)',
  ],
  [
    'two ports of one key, the protocol left to its default',
    deployment({
      container: { ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'TCP' }] },
    }),
    `${C}.ports[1]: repeats the key of element 0 (containerPort 80, protocol "TCP")`,
  ],
  [
    'the same port of another protocol',
    deployment({
      container: { ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }] },
    }),
  ],
  [
    'a field that the cluster does not have yet',
    deployment({ container: { restartPolicyRules: [] } }),
    `${C}: unknown field "restartPolicyRules": it exists since Kubernetes 1.34, this cluster runs 1.33`,
  ],
  [
    'an enum value that the cluster does not have yet',
    deployment({ pod: { tolerations: [{ operator: 'Gt' }] } }),
    `${POD}.tolerations[0].operator: "Gt" is not one of Equal, Exists: it exists since Kubernetes 1.35, this cluster runs 1.33`,
  ],
  [
    'a kind that the cluster does not have yet',
    object('resource.k8s.io/v1', 'ResourceClaim', {}),
    'no schema for ResourceClaim of resource.k8s.io/v1: it exists since Kubernetes 1.34, this cluster runs 1.33',
  ],
  [
    'a kind that the cluster does not have any more',
    object('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', {}),
    'no schema for FlowSchema of flowcontrol.apiserver.k8s.io/v1beta3: it existed until Kubernetes 1.31, this cluster runs 1.33',
  ],
  [
    'a kind of another version',
    object('extensions/v1beta1', 'Deployment', {}),
    'no schema for Deployment of extensions/v1beta1; Deployment is known in apps/v1',
  ],
  [
    'a misspelt kind',
    object('apps/v1', 'StatefullSet', {}),
    'no schema for StatefullSet of apps/v1; did you mean "StatefulSet"?',
  ],
  [
    'a secret is not repeated',
    object('v1', 'Secret', { data: { a: 'hunter2!' }, stringData: { b: 12345 } }),
    'data.a: a string must be base64',
    'stringData.b: a number must be a string',
  ],
  [
    'a custom kind: pattern, enum and the metadata that CRDs leave open',
    {
      ...object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
        spec: { interval: 'hourly', prune: true, sourceRef: { kind: 'GitRepository', name: 'a' } },
      }),
      metadata: { name: 'a', label: {} },
    },
    'metadata: unknown field "label"; did you mean "labels"?',
    'spec.interval: "hourly" does not match ^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$',
  ],
  [
    'a Route with neither host nor wildcard policy: the default counts',
    object('route.openshift.io/v1', 'Route', { spec: { to: { kind: 'Service', name: 'a' } } }),
  ],
  [
    'a Gateway address without a type: the default says which format',
    object('gateway.networking.k8s.io/v1', 'Gateway', {
      spec: { gatewayClassName: 'a', listeners: [], addresses: [{ value: '10.0.0.1' }] },
    }),
    'spec.listeners: 0 elements, must be 1 to 64',
  ],
  [
    'fields of a Route that exclude each other',
    object('route.openshift.io/v1', 'Route', {
      spec: {
        path: '/a',
        tls: { termination: 'passthrough' },
        to: { kind: 'Service', name: 'a', weight: 300 },
      },
    }),
    'spec.to.weight: 300 must be 0 to 256',
    'spec: matches none of the alternatives',
  ],
]

describe('check-object', {
  'says one thing per cause, with its place': () => {
    for (const [what, resource, ...messages] of MISTAKES) {
      const found = checkObject(resource, catalog, '1.33')
      assert.equal(found.map(({ message }) => message).toSorted(), messages.toSorted(), what)
      for (const { severity, hint } of found) assert.ok(severity === 'error' && hint !== '', what)
    }
  },
  'the same object is fine on a newer cluster': () => {
    const resource = deployment({ container: { restartPolicyRules: [] } })
    assert.equal(checkObject(resource, catalog, '1.34'), [])
  },
  'a pointer leads to the place': () => {
    const [found] = checkObject(
      { ...deployment({}), metadata: { name: 'a', annotations: { 'x/y~z': 1 as never } } },
      catalog,
      '1.33',
    )
    assert.is(found?.pointer, '/metadata/annotations/x~1y~0z')
  },
  'a version that is not stored is named: newer a warning, older an error': () => {
    const verdict = (version: string) =>
      checkVersion(catalog, version).map((f) => [f.severity, f.message])
    assert.equal(verdict('1.36'), [])
    assert.equal(verdict('1.99'), [
      ['warning', 'no schemas of Kubernetes 1.99 are stored; judged by those of 1.36'],
    ])
    assert.equal(verdict('1.29'), [
      ['error', 'no schemas of Kubernetes 1.29 are stored; judged by those of 1.31'],
    ])
    assert.equal(checkObject(deployment({}), catalog, '1.29'), [])
  },
})
