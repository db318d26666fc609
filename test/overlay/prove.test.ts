import type { Resource } from '../../generator/core/resource.ts'
import { hashedName } from '../../generator/kustomize/index.ts'
import { prove, type Side } from '../../generator/overlay/index.ts'
import { assert, describe } from '../harness.ts'
import { chance } from './chance.ts'
import { sample } from './property.ts'
import { roundTrip } from './round-trip.ts'
import { tampered } from './tamper.ts'

const config = { name: 'settings', data: { a: 'b' } }
const hashed = hashedName(config)

const map = (name: string, data: Record<string, string> = config.data): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'place' },
  data,
})

const pod = (configMap: string, namespace = 'place'): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace },
  spec: {
    containers: [
      { name: 'main', args: ['settings'], envFrom: [{ configMapRef: { name: configMap } }] },
    ],
    volumes: [{ name: 'a', projected: { sources: [{ configMap: { name: configMap } }] } }],
  },
})

const one: Side = { resources: [], configs: [config] }
const both: Side = { resources: [pod('settings')], configs: [config] }
const none: Side = { resources: [], configs: [] }

const table: readonly [
  title: string,
  rendered: readonly Resource[],
  wanted: Side,
  found: readonly string[],
][] = [
  ['nothing wanted, nothing there', [], none, []],
  ['a config under its hash', [map(hashed)], one, []],
  [
    'a config without its hash',
    [map('settings')],
    one,
    [`ConfigMap/place/${hashed} `, 'ConfigMap/place/settings '],
  ],
  [
    'other data under the same name',
    [map(hashed, { a: 'c' })],
    one,
    [`ConfigMap/place/${hashed} /data/a`],
  ],
  ['references carry the hash, other texts do not', [pod(hashed), map(hashed)], both, []],
  [
    'references that kustomize did not follow',
    [pod('settings'), map(hashed)],
    both,
    [
      'Pod/place/web /spec/containers/0/envFrom/0/configMapRef/name',
      'Pod/place/web /spec/volumes/0/projected/sources/0/configMap/name',
    ],
  ],
  [
    'an object elsewhere refers to another config',
    [pod('settings', 'else'), map(hashed)],
    { ...one, resources: [pod('settings', 'else')] },
    [],
  ],
  ['an object too much', [map(hashed), pod(hashed)], one, ['Pod/place/web ']],
  ['an object too little', [map(hashed)], both, ['Pod/place/web ']],
  ['one object twice', [map(hashed), map(hashed)], one, [`ConfigMap/place/${hashed} `]],
]

describe('prove', {
  ...Object.fromEntries(
    table.map(([title, rendered, wanted, found]) => [
      title,
      () => {
        const differences = prove(rendered, wanted, { namespace: 'place' })
        assert.equal(
          differences.map(({ object, pointer }) => `${object} ${pointer}`),
          found,
        )
      },
    ]),
  ),

  'a difference says what was wanted and what is there': () => {
    const [difference] = prove([map(hashed, { a: 'c' })], one, { namespace: 'place' })
    assert.equal([difference?.wanted, difference?.rendered], ['b', 'c'])
  },

  'finds any change of a rendering, and only what Kubernetes would notice': () => {
    let noticed = 0
    for (let seed = 1; seed <= 400; seed++) {
      const { base, wanted, namespace } = sample(seed)
      const { rendered } = roundTrip(base, wanted, namespace)
      if (rendered.length === 0) continue
      const c = chance(seed)
      for (let i = 0; i < 10; i++) {
        const index = c.below(rendered.length)
        const { resource, what, matters } = tampered(c, rendered[index] as Resource)
        const options = namespace === undefined ? {} : { namespace }
        const differences = prove(rendered.with(index, resource), wanted, options)
        assert.is(differences.length > 0, matters, `seed ${seed}: ${resource.kind} ${what}`)
        if (matters) noticed++
      }
    }
    assert.ok(noticed > 3000)
  },
})
