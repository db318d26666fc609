import { describe, golden } from '../harness.ts'
import { transcript } from './transcript.ts'

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: a, labels: { app: web } }
spec:
  replicas: "2"
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.org/web:latest # strata-ignore image-pinned: a demonstration
          imagePullPolice: Always
`

const LIST = `# two documents, the first one empty
---
kind: List
apiVersion: v1
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: fine, namespace: a }, data: { x: z } }
  - kind: List
    apiVersion: v1
    items:
      - apiVersion: v1
        kind: ConfigMap
        metadata: { name: nested, namespace: a }
        data:
          port: 8080
`

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: a }
spec:
  gatewayClassName: some
  listeners:
    - { name: a, port: 80, protocol: TCP, hostname: a.example.org }
`

const THING = `apiVersion: example.org/v1
kind: Thing
metadata: { name: a, namespace: a }
spec: { size: 0 }
`

const TYPED = `apiVersion: v1
kind: ConfigMap
metadata: { name: one, namespace: a }
data: { "1": 1 }
`

const SCHEMA = {
  type: 'object',
  properties: { spec: { type: 'object', properties: { size: { type: 'integer', minimum: 1 } } } },
}

const SETTINGS = `exceptions:
  - { rule: known-field, resource: "Deployment/a/*", reason: "old, until the move", expires: "2026-12-31" }
  - { rule: field-type, source: "m/*.yaml", pointer: /spec/replicas, reason: "was fine", expires: "2026-01-31" }
  - { rule: node-port, reason: "gone" }
severities: { namespace-scope: error }
`

const CHART = { file: 'chart/values.yaml', content: 'replicas: 1\n' } as const

describe('strata validate', {
  'manifests, nested lists, kustomizations: each finding at its line, once': async () =>
    golden(
      await transcript(
        { file: 'm/web.yaml', content: DEPLOYMENT },
        { file: 'm/list.yaml', content: LIST },
        { file: 'm/gateway.yaml', content: GATEWAY },
        'strata validate m',
        { file: 'base/web.yaml', content: DEPLOYMENT },
        { file: 'base/kustomization.yaml', content: 'resources: [web.yaml]\n' },
        {
          file: 'overlay/kustomization.yaml',
          content: 'resources: [../base]\npatches: [{ path: patch.yaml }]\n',
        },
        {
          file: 'overlay/patch.yaml',
          content:
            'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: a }\nspec:\n  strategy:\n    type: Rolling\n',
        },
        'strata validate base overlay',
      ),
      'test/cli/validate.golden.txt',
    ),
  'bad input is named and counted, the rest is judged': async () =>
    golden(
      await transcript(
        { file: 'm/good.yaml', content: LIST.replace('8080', '"8080"') },
        { file: 'm/tab.yaml', content: 'kind: ConfigMap\napiVersion: v1\ndata:\n\ta: b\n' },
        { file: 'm/twice.yaml', content: 'kind: ConfigMap\napiVersion: v1\nkind: Secret\n' },
        { file: 'm/empty.yaml', content: '' },
        { file: 'm/odd.json', content: '{"kind":"ConfigMap","apiVersion":"v1"}' },
        CHART,
        'strata validate m chart',
        'strata validate chart',
        'strata validate chart/values.yaml',
        { file: 'k/typo/kustomization.yaml', content: 'resource: [a.yaml]\n' },
        { file: 'k/lost/kustomization.yaml', content: 'resources: [a.yaml]\n' },
        {
          file: 'k/patch/kustomization.yaml',
          content: 'resources: [../base]\npatches: [{ patch: "a: [" }]\n',
        },
        { file: 'k/base/kustomization.yaml', content: 'namePrefix: a-\n' },
        'strata validate k',
        { file: 'crds/thing_v1.json', content: '{ "type": ' },
        { file: 'thing.yaml', content: THING },
        'strata validate thing.yaml --schema-location crds/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json',
      ),
      'test/cli/validate-bad.golden.txt',
    ),
  'exceptions, baselines and severities': async () =>
    golden(
      await transcript(
        { file: 'm/web.yaml', content: DEPLOYMENT },
        { file: '.strata.yaml', content: SETTINGS },
        'strata validate .',
        'strata validate . --write-baseline old.yaml',
        { show: 'old.yaml' },
        'strata validate . --baseline old.yaml',
        { change: 'm/web.yaml', from: 'replicas: "2"', to: 'replicas: 2' },
        'strata validate . --baseline old.yaml',
        { file: '.strata.yaml', content: 'exception: []\nseverities: { field-type: off }\n' },
        'strata validate .',
        { file: '.strata.yaml', content: 'exceptions: [{ rule: x, expires: "2026-02-31" }]\n' },
        'strata validate .',
        'strata validate m --baseline none.yaml',
      ),
      'test/cli/validate-exceptions.golden.txt',
    ),
  'flags of kubeconform': async () =>
    golden(
      await transcript(
        { file: 'm/web.yaml', content: DEPLOYMENT },
        { file: 'm/thing.yaml', content: THING },
        'strata validate m --skip Deployment --ignore-missing-schemas',
        { file: '.strata.yaml', content: 'missing-schemas: "its CRD is not ours"\n' },
        'strata validate m --skip Deployment --ignore-missing-schemas',
        'strata validate m --skip apps/v1/Deployment,Thing',
        'strata validate m --reject Thing --ignore-filename-pattern web',
        { file: 'crds/example.org/thing_v1.json', content: JSON.stringify(SCHEMA) },
        'strata validate m --skip Deployment --schema-location default --schema-location crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json',
        'strata validate m --schema-location https://example.org/schemas',
        'strata validate m --schema-location {{.Kind}}.json',
        'strata validate m --openshift-version 3.11',
        'strata validate m --kubernetes-version 1.12',
        'strata validate m --openshift-version 4.20 --kubernetes-version 1.33',
      ),
      'test/cli/validate-flags.golden.txt',
    ),
  'flags that contradict one another, or would do nothing, are told': async () =>
    golden(
      await transcript(
        { file: 'm/thing.yaml', content: THING },
        'strata validate --kubernetes-version 1.34',
        'strata validate --ignore-filename-pattern web',
        'strata validate m --format json --format text',
        'strata validate m -skip Thing',
        'strata validate m --version-matrix 1.34 --openshift-version 4.20',
        'strata validate m --kubernetes-version v1.34.2-eks-1 --skip Thing',
        'strata validate m --openshift-version 4.17',
        'strata validate m --schema-location crds/{{.Group}}/{{.ResourceKind}}.json',
        'strata validate m --schema-location m',
        'strata validate m --skip , ',
        'strata validate m --reject a//b',
        'strata validate m --skip Secrt --reject thing',
        "strata validate m --ignore-filename-pattern '(?i)THING'",
        'strata validate m --ignore-filename-pattern (',
        'strata explain a b',
        'strata generate --format json',
      ),
      'test/cli/validate-wrong.golden.txt',
    ),
  'a skipped object is there for the others, and a skipped definition counts': async () =>
    golden(
      await transcript(
        {
          file: 'm/all.yaml',
          content: `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: a }
spec:
  containers:
    - name: a
      image: registry.example.org/a:1
      resources: { requests: { cpu: 1m, memory: 1Mi }, limits: { memory: 1Mi } }
      envFrom: [{ configMapRef: { name: there } }, { configMapRef: { name: gone } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: there, namespace: a }
data: 1
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Thing, plural: things, singular: thing, listKind: ThingList }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object } } } }
---
${THING}`,
        },
        'strata validate m --skip ConfigMap,CustomResourceDefinition',
      ),
      'test/cli/validate-skip.golden.txt',
    ),
  'a baseline is renewed, keeps its days, and takes the place of nothing else': async () =>
    golden(
      await transcript(
        { file: 'm/one.yaml', content: TYPED },
        { file: 'm/two.yaml', content: TYPED.replace('one', 'two') },
        'strata validate m --write-baseline old.yaml',
        { change: 'old.yaml', from: 'findings:', to: 'expires: "2027-01-31"\nfindings:' },
        { change: 'old.yaml', from: '/data/1"}', to: '/data/1","expires":"2026-12-31"}' },
        { file: 'm/two.yaml', content: null },
        { file: 'm/three.yaml', content: TYPED.replace('one', 'three') },
        'strata validate . --baseline old.yaml --write-baseline ./old.yaml',
        { show: 'old.yaml' },
        'strata validate . --baseline old.yaml',
        'strata validate m --write-baseline m/one.yaml',
        'strata validate m --baseline old.yaml --write-baseline new.yaml',
        { file: 'empty/README', content: '' },
        'strata validate empty --write-baseline old.yaml',
      ),
      'test/cli/validate-baseline.golden.txt',
    ),
  'several versions at once': async () =>
    golden(
      await transcript(
        {
          file: 'm/pod.yaml',
          content: `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: a }
spec:
  containers:
    - name: a
      image: registry.example.org/a:1
      restartPolicyRules: []
      imagePullPolicy: always
`,
        },
        'strata validate m --version-matrix 1.33,1.34',
        'strata validate m --version-matrix 1.33,9.9',
      ),
      'test/cli/validate-matrix.golden.txt',
    ),
})
