import { azureDriver } from '../../generator/apps/azure-driver/azure-driver.ts'
import { at } from '../../generator/core/pointer.ts'
import { judge } from '../../generator/fleet/judge.ts'
import type { Desired, Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { site } from '../site.ts'
import { valuesOf } from './values.ts'

const here = site('azure-driver', { namespace: 'lm' })
const wanted = (given: unknown = {}, place: Site = here): Desired =>
  azureDriver.resources(valuesOf(azureDriver.values, given), place)
const object = (desired: Desired, kind: string) => desired.resources.find((r) => r.kind === kind)
const pod = (desired: Desired, pointer: string) =>
  at(object(desired, 'Deployment'), `/spec/template/spec${pointer}`)
const driver = (desired: Desired, pointer: string) => pod(desired, `/containers/0${pointer}`)
const config = (desired: Desired, name: string) =>
  desired.configs?.find((c) => c.name === name)?.data
const file = (desired: Desired) => config(desired, 'azure-driver')?.['azuredriver_config.yml']

describe('azure-driver: what is wanted', {
  'by default what upstream ships': () => {
    const desired = wanted()
    assert.equal(
      desired.resources.map((r) => `${r.kind}/${r.metadata.name}`),
      ['Deployment/azure-driver', 'Service/azure-driver'],
    )
    assert.equal(config(desired, 'azure-driver-env'), {
      LOG_LEVEL: 'INFO',
      LOG_TYPE: 'logstash',
      NUM_PROCESSES: '9',
      NUM_THREADS: '8',
      SSL_ENABLED: 'true',
      WSGI_CONTAINER: 'gunicorn',
    })
    assert.is(
      file(desired),
      'messaging:\n  config:\n    api_version_auto_timeout_ms: 10000\n' +
        '  connection_address: "cp4na-o-events-kafka-bootstrap:9092"\n',
    )
    assert.equal(desired.notes, [])
  },

  'groups are merged property by property, and nothing else gets in': () => {
    const properties = {
      messaging: { config: { security_protocol: 'SSL' } },
      resource_driver: { lifecycle_request_queue: { enabled: true, topic: { num_partitions: 3 } } },
    }
    assert.is(
      file(wanted({ properties })),
      `messaging:
  config:
    api_version_auto_timeout_ms: 10000
    security_protocol: "SSL"
  connection_address: "cp4na-o-events-kafka-bootstrap:9092"
resource_driver:
  lifecycle_request_queue:
    enabled: true
    topic:
      num_partitions: 3
`,
    )
    const [unknown] = judge(azureDriver.values.json)({
      properties: { messaging: { api_version_auto_timeout_ms: 1 } },
    })
    assert.is(unknown?.pointer, '/properties/messaging/api_version_auto_timeout_ms')
  },

  'the cpu rules, each by its name, and said': () => {
    const table = [
      [{ cpu: 'readme' }, '19', /19 cores per pod by rule readme/],
      [{ cpu: 'readme', processes: 4 }, '9', /9 cores/],
      [{ cpu: 'gunicorn' }, '4', /4 cores per pod by rule gunicorn/],
      [{ cpu: 'gunicorn', processes: 4 }, '1500m', /1500m cores/],
      [{ cpu: '500m', processes: 2 }, '500m', undefined],
      [{ cpu: '500m' }, '500m', /9 processes share 500m cores/],
      [{}, '2', undefined],
    ] as const
    for (const [given, cpu, said] of table) {
      const desired = wanted(given)
      assert.is(driver(desired, '/resources/requests/cpu'), cpu)
      assert.is(driver(desired, '/resources/limits/cpu'), cpu)
      assert.is(desired.notes?.length, said === undefined ? 0 : 1)
      if (said) assert.match(desired.notes?.[0]?.message ?? '', said)
    }
  },

  'an autoscaler takes the replicas over': () => {
    const desired = wanted({ replicas: 3, autoscaling: { max: 5 } })
    assert.is(at(object(desired, 'Deployment'), '/spec/replicas'), undefined)
    const scaler = object(desired, 'HorizontalPodAutoscaler')
    assert.equal(at(scaler, '/spec/scaleTargetRef'), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'azure-driver',
    })
    assert.is(at(scaler, '/spec/minReplicas'), 1)
    assert.is(at(scaler, '/spec/maxReplicas'), 5)
    assert.is(at(scaler, '/spec/metrics/0/resource/target/averageUtilization'), 80)
  },

  'TLS: issued, by hand, or none': () => {
    const published = { ...here, hostOf: (name: string) => `${name}.apps.example.org` }
    const [wish] = wanted({}, published).certificates ?? []
    assert.equal(wish, {
      secret: 'azure-driver-tls',
      commonName: 'azure-driver',
      dnsNames: [
        'azure-driver',
        'azure-driver.lm',
        'azure-driver.lm.svc',
        'azure-driver.apps.example.org',
      ],
      duration: '87600h',
    })
    const byHand = wanted({ tls: { generate: false, secretName: 'ours' } })
    assert.equal(byHand.certificates, [])
    assert.is(byHand.secrets?.[0]?.type, 'kubernetes.io/tls')
    assert.is(byHand.secrets?.[0]?.name, 'ours')
    const plain = wanted({ tls: { enabled: false } })
    assert.equal([plain.certificates, plain.secrets], [[], []])
    assert.is(driver(plain, '/livenessProbe/httpGet/scheme'), 'HTTP')
    assert.is(plain.exposures?.[0]?.tls, 'edge')
    assert.is(config(plain, 'azure-driver-env')?.SSL_ENABLED, 'false')
    assert.not.match(JSON.stringify(plain.resources), /certs|-tls/)
    const values = valuesOf(azureDriver.values, { tls: { enabled: false } })
    assert.is(azureDriver.url?.(values, here), 'http://azure-driver.lm.svc:7275')
  },

  'secret properties come from a Secret': () => {
    const desired = wanted({ propertiesSecret: 'kafka-login' })
    assert.equal(
      desired.secrets?.map((s) => [s.name, ...s.keys.map((k) => k.key)]),
      [['kafka-login', 'azuredriver_config.yml']],
    )
    assert.equal(driver(desired, '/env/1'), {
      name: 'AZUREDRIVER_CONFIG',
      value: '/var/azuredriver/secret/azuredriver_config.yml',
    })
    assert.equal(pod(desired, '/volumes/1'), {
      name: 'secret-config',
      secret: { secretName: 'kafka-login' },
    })
  },

  'scheduling: spread by default, upstream examples, nothing': () => {
    const term =
      '/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm'
    assert.is(pod(wanted(), `${term}/topologyKey`), 'kubernetes.io/hostname')
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'Stateless', operator: 'In', values: ['True'] }] },
        ],
      },
    }
    const tolerations = [{ key: 'ReservedForLm', operator: 'Exists', effect: 'NoSchedule' }]
    const nodeSelector = { disk: 'ssd' }
    const own = wanted({ affinity: { nodeAffinity }, tolerations, nodeSelector })
    assert.equal(pod(own, '/affinity/nodeAffinity'), nodeAffinity)
    assert.is(pod(own, `${term}/topologyKey`), 'kubernetes.io/hostname')
    assert.equal(pod(own, '/tolerations'), tolerations)
    assert.equal(pod(own, '/nodeSelector'), nodeSelector)
    assert.is(pod(wanted({ affinity: { podAntiAffinity: {} } }), '/affinity'), undefined)
  },

  'not published on request; image with digest': () => {
    assert.equal(wanted({ publish: false }).exposures, [])
    const digest = `sha256:${'0'.repeat(64)}`
    assert.is(
      driver(wanted({ image: { digest } }), '/image'),
      `icr.io/cp4na-drivers/azure-driver:0.0.2@${digest}`,
    )
    assert.is(judge(azureDriver.values.json)({ image: { tag: 'latest' } }).length, 1)
  },
})

describe('azure-driver: wrong combinations', {
  'each is told with a pointer': () => {
    const table: readonly (readonly [unknown, string])[] = [
      [{ autoscaling: { min: 3, max: 2 } }, '/autoscaling/max'],
      [{ cpu: 'gunicorn', processes: 1 }, '/cpu'],
      [{ cpu: 0 }, '/cpu'],
      [{ env: { NUM_THREADS: '4' } }, '/env/NUM_THREADS'],
      [
        { properties: { messaging: { config: { sasl_plain_password: 'x' } } } },
        '/properties/messaging/config/sasl_plain_password',
      ],
    ]
    for (const [given, pointer] of table) {
      const found = azureDriver.problems?.(valuesOf(azureDriver.values, given), here)
      assert.equal(
        found?.map((p) => p.pointer),
        [pointer],
      )
    }
    assert.equal(azureDriver.problems?.(valuesOf(azureDriver.values), here), [])
  },
})
