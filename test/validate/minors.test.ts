import type { Resource } from '../../generator/core/resource.ts'
import { exampleDeployment, exampleJob } from '../../generator/validate/example.ts'
import { checkRendering } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const sidecar = (policy: string): Resource =>
  exampleDeployment({}, { initContainers: [{ name: 'i', image: 'r/i:1', restartPolicy: policy }] })

const failing = exampleJob({
  podFailurePolicy: {
    rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }],
  },
})
const daily: Resource = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'a', namespace: 'web' },
  spec: { schedule: '@daily', jobTemplate: { spec: failing.spec } },
}

const sleeping = exampleDeployment({ lifecycle: { preStop: { sleep: {} } } })
const resizing = exampleDeployment({ resizePolicy: [{}] })
const set = (serviceName?: string): Resource => {
  const { spec, ...deployment } = exampleDeployment({})
  const more = serviceName === undefined ? {} : { serviceName }
  return { ...deployment, kind: 'StatefulSet', spec: { ...(spec as object), ...more } } as Resource
}
const policy: Resource = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'a', namespace: 'web' },
  spec: { policyTypes: ['Ingress'] },
}

/** What each minor finds, as its API server was asked with `npm run mutate`; a minor that is not named finds nothing. */
const CASES: readonly (readonly [what: string, Resource, rule: string, in_: readonly string[]])[] =
  [
    ['an init container with Never', sidecar('Never'), 'restart-policy', ['1.31', '1.32', '1.33']],
    ['an init container with Always', sidecar('Always'), 'restart-policy', []],
    [
      'the name of a variable',
      exampleDeployment({ env: [{ name: '10%', value: 'a' }] }),
      'env-source',
      ['1.31'],
    ],
    [
      'the prefix of variables',
      exampleDeployment({ envFrom: [{ prefix: 'a b', configMapRef: { name: 'a' } }] }),
      'env-source',
      ['1.31'],
    ],
    ['a condition of a Job without status', failing, 'required-field', []],
    ['the same of a CronJob', daily, 'required-field', ['1.31', '1.32', '1.33']],
    ['sleep without seconds', sleeping, 'required-field', ['1.31', '1.32']],
    [
      'resizePolicy, which was dropped',
      resizing,
      'required-field',
      ['1.33', '1.34', '1.35', '1.36'],
    ],
    [
      'a misspelt field of it',
      exampleDeployment({ resizePolicy: [{ resource: 'cpu' }] }),
      'known-field',
      [...catalog.versions],
    ],
    ['a StatefulSet without serviceName', set(), 'required-field', []],
    ['a NetworkPolicy without podSelector', policy, 'required-field', []],
  ]

describe('minors', {
  'each finds what its API server refuses': () => {
    for (const [what, resource, rule, wanted] of CASES) {
      const found = catalog.versions.filter((kubernetes) =>
        checkRendering([resource], { catalog, kubernetes, source: 'a' }).some(
          (finding) => finding.rule === rule && finding.severity === 'error',
        ),
      )
      assert.equal(found, wanted, what)
    }
  },
})
