import type { Resource } from '../../generator/core/resource.ts'
import { createJudge } from '../../generator/validate/index.ts'
import { slimmer } from '../../generator/validate/slim.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const config = (index: number, data: object = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `config-${index}`, namespace: 'web' },
  data,
})

const pod = (name: string): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'reader', namespace: 'web' },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'registry.example.org/reader:1',
        env: [{ name: 'A', valueFrom: { configMapKeyRef: { name, key: 'a' } } }],
      },
    ],
  },
})

describe('a judge', {
  'remembers across any number of objects what rules need, and tells findings by their subject':
    () => {
      const judge = createJudge<string>({ catalog, kubernetes: '1.34', source: 'stream' })
      judge.add(pod('config-0'), 'first pod')
      for (let i = 0; i < 1000; i++) judge.add(config(i, { a: '1' }), `config ${i}`)
      judge.add(config(3, { b: true }), 'wrong type, and twice')
      judge.add(
        { ...pod('config-1000'), metadata: { name: 'other', namespace: 'web' } },
        'last pod',
      )
      const found = judge
        .judged()
        .map(({ finding: { rule, source }, subject }) => ({ rule, source, subject }))
      assert.equal(found, [
        { rule: 'field-type', source: 'stream', subject: 'wrong type, and twice' },
        { rule: 'duplicate-object', source: 'stream', subject: 'wrong type, and twice' },
        { rule: 'references', source: 'stream', subject: 'last pod' },
      ])
    },
})

describe('what is kept of an object', {
  'is what is read, in its place': () => {
    const slim = slimmer([
      { pod: ['spec/C/env/*/valueFrom'], ConfigMap: ['data/*/'] },
      { '*': ['metadata/annotations/example.org~1a', 'spec/nothing'], Pod: ['spec/volumes'] },
    ])
    const { apiVersion, kind, metadata } = config(1)
    assert.equal(slim(config(1, { long: 'text', n: 1 })), {
      apiVersion,
      kind,
      metadata,
      data: { long: '', n: 1 },
    })
    const volumes = [{ name: 'a', emptyDir: {} }]
    const given = {
      ...pod('config-0'),
      metadata: { name: 'p', labels: { a: 'b' }, annotations: { 'example.org/a': 'c', d: 'e' } },
      spec: { containers: [{ env: [{ name: 'A' }, 'odd', null, { valueFrom: 1 }] }], volumes },
      status: {},
    }
    assert.equal(slim(given as never), {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', annotations: { 'example.org/a': 'c' } },
      spec: { containers: [{ env: [{}, '', null, { valueFrom: 1 }] }], volumes },
    })
  },
})
