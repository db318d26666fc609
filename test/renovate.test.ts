import { readFileSync } from 'node:fs'
import { assert, describe } from './harness.ts'

type Renovate = {
  readonly customManagers: readonly {
    readonly managerFilePatterns: readonly string[]
    readonly matchStrings: readonly string[]
  }[]
}

/** The configuration as docs/fleet.md tells people to write it. */
const documented = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/fleet.md', 'utf8'))?.[1] ?? ''
const [manager] = (JSON.parse(documented) as Renovate).customManagers

const found = (text: string): readonly string[] =>
  (manager?.matchStrings ?? []).flatMap((pattern) =>
    Array.from(text.matchAll(new RegExp(pattern, 'g')), ({ groups }) =>
      [groups?.depName, groups?.currentValue, groups?.currentDigest].filter(Boolean).join(' '),
    ),
  )

const FORMS: readonly (readonly [line: string, found: readonly string[]])[] = [
  ['image: { repository: localhost:5000/a/b, tag: v1 } # why', ['localhost:5000/a/b v1']],
  ['image: { repository: a/b, tag: "1.10" }', ['a/b 1.10']],
  [
    `image: { repository: a/b, tag: v1, digest: sha256:${'0'.repeat(64)} }`,
    [`a/b v1 sha256:${'0'.repeat(64)}`],
  ],
  [
    'image: { tag: 3.8.5 } # renovate: docker.io/prefecthq/prefect',
    ['docker.io/prefecthq/prefect 3.8.5'],
  ],
  ['image: { tag: 3.8.5 } # same major version', []],
  ['image: { repository: a/b, tag: v1, pullPolicy: IfNotPresent }', []],
]

describe('Renovate', {
  'the documented pattern finds each form, and leaves entries of runs alone': () => {
    for (const [line, images] of FORMS) assert.equal(found(line), images, line)
  },
  'it finds the images of the shipped fleet.yaml, none of them in a run': () => {
    const text = readFileSync('fleet.yaml', 'utf8')
    assert.equal(found(text), [
      'registry.example.org/aiddata/geo-datasets 0.1.0',
      'localhost/geodata-container dev',
    ])
    assert.match('fleet.yaml', new RegExp(manager?.managerFilePatterns[0]?.slice(1, -1) ?? '^$'))
  },
})
