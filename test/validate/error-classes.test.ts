import type { Resource } from '../../generator/core/resource.ts'
import { checkRendering } from '../../generator/validate/index.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { seeds } from './seeds.ts'
import { catalog } from './stored.ts'

/** The 42 mistakes that validators were compared by, as the seeds call them, and the rule that must find each. */
const CLASSES: Readonly<Record<string, string>> = {
  'unknown field': 'known-field',
  'number as a string': 'field-type',
  'no selector': 'required-field',
  'targetPort a list': 'field-type',
  'half a replica': 'field-type',
  'boolean in env': 'field-type',
  'number in env': 'field-type',
  'boolean in an annotation': 'field-type',
  'unknown apiVersion': 'schema-stored',
  strategy: 'allowed-value',
  'pull policy': 'allowed-value',
  protocol: 'allowed-value',
  'service type': 'allowed-value',
  'restart policy': 'allowed-value',
  'access mode': 'allowed-value',
  'path type': 'allowed-value',
  'policy type': 'allowed-value',
  'concurrency policy': 'allowed-value',
  'quantity MB': 'format',
  'quantity with a space': 'format',
  'Flux source kind': 'allowed-value',
  'Argo CD unknown field': 'known-field',
  'no base64': 'format',
  'upper-case name': 'names-and-labels',
  'space in a label': 'names-and-labels',
  'long label': 'names-and-labels',
  'no name': 'names-and-labels',
  'two containers of one name': 'unique-key',
  'container port': 'port-range',
  'selector against template': 'selector-matches-template',
  'two volume sources': 'volume-source',
  'mount without volume': 'volume-mount-has-volume',
  'probe without handler': 'probe-handler',
  'request over limit': 'requests-within-limits',
  'hour 25': 'cron-schedule',
  'restart policy of a Job': 'restart-policy',
  'role kind': 'role-binding',
  'two ports of one name': 'service-ports',
  'network prefix': 'address-syntax',
  'host with a scheme': 'ingress-rule',
  'minimum above maximum': 'autoscaler-range',
  'node port 80': 'node-port',
}

const errorsOf = (resource: Resource): readonly string[] =>
  checkRendering([resource], { catalog, kubernetes: '1.34', source: 'a' })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule)

describe('error classes', {
  'all 42 are found, each by the rule for it': () => {
    const named = new Map(seeds.map(([what, , resource]) => [what, resource]))
    const wrong = Object.entries(CLASSES).flatMap(([what, rule]) => {
      const resource = named.get(what)
      const found = resource === undefined ? 'no such seed' : errorsOf(resource).join()
      return found === rule ? [] : [`${what}: ${found}, not ${rule}`]
    })
    assert.equal(wrong, [])
    assert.is(Object.keys(CLASSES).length, 42)
  },
  'two of them as they stand in a file': () => {
    const pod = (container: string): string =>
      `{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, spec: {containers: [{name: a, image: "r/a:1", ${container}}]}}`
    const job = 'template: {spec: {restartPolicy: Never, containers: [{name: a, image: "r/a:1"}]}}'
    const cron = `{apiVersion: batch/v1, kind: CronJob, metadata: {name: a, namespace: b}, spec: {schedule: 0 25 * *, jobTemplate: {spec: {${job}}}}}`
    const rulesOf = (text: string) => errorsOf(readYaml(text, 'a.yaml')[0] as Resource)
    assert.equal(rulesOf(pod('env: [{name: A, value: yes}]')), ['field-type'])
    assert.equal(rulesOf(cron), ['cron-schedule'])
  },
})
