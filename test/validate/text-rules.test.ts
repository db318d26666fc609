import { textRules } from '../../generator/validate/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'
import { templates } from './upstream.ts'

const context = { catalog, kubernetes: '1.34' }

/** What each rule says of a text, with line and column; a rule is asked only when its quick look says so. */
const found = (text: string): readonly string[] =>
  textRules
    .filter((rule) => rule.isWorthIt(text))
    .flatMap(({ id, check }) =>
      Array.from(
        check(text, 'a.yaml', context),
        ({ message, place: { line, column } }) => `${id} ${line}:${column} ${message}`,
      ),
    )

const config = (rest: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n${rest}\n`
const deployment = (pod: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {${pod}}}}\n`
const release = (value: string): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values:\n    a: ${value}\n`

/** Texts and what is ambiguous in them. */
const SCALARS: readonly (readonly [text: string, said: string])[] = [
  [
    config('immutable: yes'),
    '4:12 yes without quotes is true for Kubernetes, and a text for readers of YAML 1.2',
  ],
  [config('immutable: true'), ''],
  [config('immutable: "yes"'), ''],
  [config('data: {n: "1"}'), '4:8 n: without quotes is the member "false"'],
  [config('data: {"n": "1"}'), ''],
  [config('data: {a: yes}'), ''], // no text, which the schema layer says
  [release('1.10'), '5:8 1.10 without quotes is the number 1.1'],
  [release('"1.10"'), ''],
  [release('5e12'), '5:8 5e12 without quotes is the number 5000000000000'],
  [release('0123'), '5:8 0123 without quotes is the number 83'],
  [
    release('off'),
    '5:8 off without quotes is false for Kubernetes, and a text for readers of YAML 1.2',
  ],
  [release('1.0'), ''],
  [release('0.50'), ''],
  [release('10'), ''],
  [release('2027-01-31'), ''],
  [deployment('volumes: [{name: a, configMap: {name: b, defaultMode: 0644}}]'), ''],
  [
    deployment('hostNetwork: on'),
    '3:39 on without quotes is true for Kubernetes, and a text for readers of YAML 1.2',
  ],
  [
    `kind: List\napiVersion: v1\nitems:\n- ${config('immutable: no').trim().replaceAll('\n', '\n  ')}\n`,
    '7:14 no without quotes is false for Kubernetes, and a text for readers of YAML 1.2',
  ],
  ['a: yes\n\tb: on\n', ''], // no YAML
]

describe('rules about texts', {
  'every rule accepts its good example, refuses its bad one, and only by itself': () => {
    for (const { id, examples } of textRules) {
      assert.equal(found(examples.good), [], id)
      const bad = new Set(found(examples.bad).map((line) => line.split(' ')[0]))
      assert.equal([...bad], [id])
    }
  },
  'what readers of YAML disagree about is said where it stands, unless a type settles it': () => {
    for (const [text, said] of SCALARS)
      assert.is(found(text).join('; '), said && `ambiguous-scalar ${said}`, text)
  },
  'what a template of the charts asks the cluster is found': () => {
    for (const [id, what, text] of templates)
      assert.ok(
        found(text).some(
          (line) => line.startsWith('chart-lookup 1:') || line.includes('Capabilities'),
        ),
        `${id} ${what}`,
      )
  },
  'odd texts stay cheap': () => {
    const started = process.cpuUsage()
    for (const odd of ['{{', '{{ lookup ', 'a: yes,', '- 1_', 'a: 1.10'])
      assert.equal(found(odd.repeat(20_000 / odd.length)).length < 2, true, odd)
    const { user, system } = process.cpuUsage(started)
    assert.ok(user + system < 4_000_000, `${user + system} µs`)
  },
})
