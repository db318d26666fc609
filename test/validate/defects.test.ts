import type { Resource } from '../../generator/core/resource.ts'
import {
  clusterExample,
  example,
  exampleDeployment,
  exampleJob,
} from '../../generator/validate/example.ts'
import { checkCluster, checkRendering } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const RBAC = 'rbac.authorization.k8s.io'

const claim = (spec: object): Resource =>
  example('PersistentVolumeClaim', 'data', {
    spec: { resources: { requests: { storage: '1Gi' } }, ...spec },
  })

const volume = (accessModes: readonly string[]): Resource =>
  clusterExample('PersistentVolume', 'data', {
    spec: {
      capacity: { storage: '1Gi' },
      accessModes,
      storageClassName: 'manual',
      hostPath: { path: '/data' },
    },
  })

const binding = (subject: object, roleRef: object = { apiGroup: RBAC }): Resource =>
  example('RoleBinding', 'launcher', {
    roleRef: { kind: 'ClusterRole', name: 'edit', ...roleRef },
    subjects: [{ kind: 'ServiceAccount', namespace: 'web', ...subject }],
  })

const launcher = example('ServiceAccount', 'launcher')
const pods = exampleDeployment({}, { serviceAccountName: 'launcher' })
const withEnv = (...env: readonly object[]): Resource => exampleDeployment({ env })

/** Mistakes of the five systems as their charts make them, and the rule that finds each. */
const DEFECTS: readonly (readonly [what: string, rule: string, ...objects: readonly Resource[]])[] =
  [
    [
      'an API key in env',
      'plaintext-secret',
      withEnv({ name: 'PREFECT_API_KEY', value: 'pnu_1234567890' }),
    ],
    [
      'a binding of another account',
      'binding-subjects',
      launcher,
      binding({ name: 'default' }),
      pods,
    ],
    [
      'roleRef without apiGroup',
      'role-ref-group',
      launcher,
      binding({ name: 'launcher' }, {}),
      pods,
    ],
    [
      'a volume of another class',
      'claim-matches-volume',
      volume(['ReadWriteMany']),
      claim({ accessModes: ['ReadWriteMany'], storageClassName: 'nfs' }),
    ],
    [
      'a volume with other access modes',
      'claim-matches-volume',
      volume(['ReadWriteOnce']),
      claim({ accessModes: ['ReadWriteMany'], storageClassName: 'manual' }),
    ],
    [
      'a volume with a namespace',
      'namespace-scope',
      { ...volume(['ReadWriteMany']), metadata: { name: 'data', namespace: 'web' } },
    ],
    [
      'namespace null',
      'namespace-scope',
      example('ConfigMap', 'a'),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } },
    ],
    ['a tag that moves', 'image-pinned', exampleDeployment({ image: 'prefecthq/prefect:latest' })],
    [
      'one volume, rolling update',
      'rolling-volume',
      claim({ accessModes: ['ReadWriteOnce'] }),
      exampleDeployment(
        {},
        { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
      ),
    ],
    [
      'a password in an INI file',
      'plaintext-secret',
      example('ConfigMap', 'datacube', {
        data: { 'datacube.conf': '[default]\ndb_hostname: db\ndb_password: localpassword1\n' },
      }),
    ],
    [
      'a variable twice',
      'unique-key',
      withEnv({ name: 'REDIS_HOST', value: 'a' }, { name: 'REDIS_HOST', value: 'b' }),
    ],
    [
      'an Ingress of long ago',
      'schema-stored',
      { ...example('Ingress', 'azure-driver'), apiVersion: 'extensions/v1beta1' },
    ],
    [
      'a hook of Helm',
      'helm-hook',
      exampleJob({}, {}, { annotations: { 'helm.sh/hook': 'pre-install' } }),
    ],
    [
      'a hook that can hang',
      'hook-deadline',
      exampleJob({}, {}, { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } }),
    ],
    ['a Job that is made again', 'job-ttl', exampleJob({ ttlSecondsAfterFinished: 600 })],
    [
      'one object twice',
      'duplicate-object',
      example('ConfigMap', 'datacube-conf'),
      example('ConfigMap', 'datacube-conf'),
    ],
    [
      'G7: a subject whose namespace is null',
      'binding-subjects',
      binding({ name: 'launcher', namespace: null }),
    ],
    [
      'P1: a key that the Secret does not have',
      'secret-keys',
      example('Secret', 'orion', { stringData: { password: '' } }),
      withEnv({
        name: 'URL',
        valueFrom: { secretKeyRef: { name: 'orion', key: 'connection-string' } },
      }),
    ],
    [
      'P6: a binding without namespace',
      'namespace-scope',
      launcher,
      { ...binding({ name: 'launcher' }), metadata: { name: 'launcher' } },
    ],
    ['P7: null where nothing is meant', 'null-field', exampleDeployment({ envFrom: null })],
    [
      'P7: a list of null',
      'null-field',
      exampleDeployment({}, { dnsConfig: { nameservers: null, searches: null } }),
    ],
    [
      'P9: one password for everybody',
      'plaintext-secret',
      example('Secret', 'postgresql', { stringData: { password: 'prefect-rocks' } }),
    ],
    [
      'T5: a hook that hangs while its Secret is missing',
      'hook-needs-secret',
      exampleJob(
        { activeDeadlineSeconds: 60 },
        {
          volumes: [{ name: 'auth', secret: { secretName: 'auth' } }],
          containers: [
            {
              name: 'check',
              image: 'registry.example.org/check:1.0.0',
              volumeMounts: [{ name: 'auth', mountPath: '/auth' }],
            },
          ],
        },
        { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } },
      ),
      { ...example('ExternalSecret', 'auth', { spec: {} }), apiVersion: 'external-secrets.io/v1' },
    ],
    [
      'T7: no security contexts',
      'restricted-admission',
      exampleDeployment({}, { hostNetwork: true }),
    ],
    [
      'A4: an autoscaler of an API that is gone',
      'autoscaler-target',
      example('HorizontalPodAutoscaler', 'azure-driver', {
        spec: {
          maxReplicas: 2,
          scaleTargetRef: { apiVersion: 'extensions/v1beta1', kind: 'Deployment', name: 'tiles' },
        },
      }),
      exampleDeployment({}),
    ],
    [
      'A6: a certificate in the repository',
      'plaintext-secret',
      example('Secret', 'tls', {
        type: 'kubernetes.io/tls',
        data: { 'tls.crt': 'LS0tLS1CRUdJTg==', 'tls.key': 'LS0tLS1CRUdJTg==' },
      }),
    ],
    [
      'a fixed user on OpenShift',
      'arbitrary-uid',
      exampleDeployment({ securityContext: { runAsUser: 1001 } }),
    ],
  ]

/**
 * Defects of manifests that no rule can see in a rendering: what a template looked up (G9), programs that are too old or gone
 * (G10, O10), arguments and files of a program (P5, A2), Secrets that an option does not need (T2), addresses in the
 * environment (T4), names that only collide later (O8), files that a program never reads again (A8).
 */
describe('defects', {
  'G6: one Role in a namespace of the cluster for two releases': () => {
    const role = (): Resource => ({
      ...example('Role', 'launcher', {
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      }),
      metadata: { name: 'launcher', namespace: 'kube-system' },
    })
    const renderings = [
      { source: 'a', resources: [role()] },
      { source: 'b', resources: [role()] },
    ]
    const found = checkCluster(renderings, { catalog, kubernetes: '1.34' })
    assert.ok(found.some(({ rule }) => rule === 'duplicate-object'))
  },
  'what the charts of the five systems do wrong is found': () => {
    for (const [what, rule, ...objects] of DEFECTS) {
      const context = { catalog, kubernetes: '1.34', platform: 'openshift', source: 'a' }
      const found = checkRendering(objects, context).map((finding) => finding.rule)
      assert.ok(found.includes(rule), `${what}: ${found.join(', ') || 'nothing'}`)
    }
  },
})
