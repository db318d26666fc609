import type { Resource } from '../../generator/core/resource.ts'
import { ajvJudge } from '../../generator/validate/second/ajv.ts'
import { disagreements, questionsOf } from '../../generator/validate/second/disagreements.ts'
import type { Opinion, SecondJudge } from '../../generator/validate/second/judge.ts'
import {
  kubeconformHolds,
  opinionOf,
  roundsOf,
} from '../../generator/validate/second/kubeconform.ts'
import { selfContained } from '../../generator/validate/second/self-contained.ts'
import { assert, describe } from '../harness.ts'
import { seeds, sound } from './seeds.ts'
import { catalog } from './stored.ts'

const pod = (container: object): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'web' },
  spec: { containers: [{ name: 'c', image: 'r/c:1', ...container }] },
})

const questions = (resources: readonly Resource[]) =>
  questionsOf({ resources, kubernetes: '1.34' }, catalog)

/** What is said about one object when the second judge has this opinion of it. */
function said(
  resource: Resource,
  opinion: Opinion,
  holds = (): boolean => true,
): readonly string[] {
  const judge: SecondJudge = { name: 'other', holds, judge: async () => [opinion] }
  return questions([resource]).flatMap((question) =>
    disagreements(question, opinion, judge).map(
      ({ finding: { rule, severity, pointer, message } }) =>
        `${severity} ${rule} ${pointer}: ${message}`,
    ),
  )
}

const refusing = (...refusals: Extract<Opinion, { kind: 'judged' }>['refusals']): Opinion => ({
  kind: 'judged',
  refusals,
})

const FINE = pod({})
const WRONG = pod({ imagePullPolicy: 'always' })
const AT = '/spec/containers/0/imagePullPolicy'
const binding: Resource = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'a', namespace: 'web' },
  roleRef: { kind: 'Role', name: 'a' },
}

const CASES: readonly (readonly [what: string, resource: Resource, Opinion, string[]])[] = [
  ['both accept', FINE, refusing(), []],
  ['both refuse', WRONG, refusing({ places: [AT], message: 'no' }), []],
  [
    'only the other refuses',
    FINE,
    refusing({ places: ['/spec'], message: 'no' }),
    ['error judge/disagrees /spec: spec: other refuses what strata accepts: no'],
  ],
  [
    'only ours refuses',
    WRONG,
    refusing(),
    [
      `error judge/disagrees ${AT}: other accepts what allowed-value refuses: spec.containers[0].imagePullPolicy: "always" is not one of Always, IfNotPresent, Never; did you mean "Always"?`,
    ],
  ],
  [
    'each refuses something else',
    WRONG,
    refusing({ places: ['/metadata'], message: 'no' }),
    [
      'error judge/disagrees /metadata: metadata: other refuses what strata accepts: no',
      `error judge/disagrees ${AT}: other accepts what allowed-value refuses: spec.containers[0].imagePullPolicy: "always" is not one of Always, IfNotPresent, Never; did you mean "Always"?`,
    ],
  ],
  [
    'the other cannot read it, and ours finds nothing',
    FINE,
    { kind: 'unable', why: 'too odd' },
    ['warning judge/silent : other did not judge it: too odd'],
  ],
  ['the other cannot read what ours refuses', WRONG, { kind: 'unable', why: 'too odd' }, []],
  [
    'what the API server does without is no news',
    binding,
    refusing({ places: ['/roleRef'], message: 'no', missing: ['apiGroup'] }),
    [],
  ],
  [
    'nobody repeats what a Secret holds',
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, stringData: { a: 'hunter2' } },
    refusing({ places: ['/stringData/a'], message: "'hunter2' is wrong" }),
    ['error judge/disagrees /stringData/a: stringData.a: other refuses what strata accepts'],
  ],
]

/** What kubeconform 0.8.0 printed for an object with four mistakes. */
const ANSWER = {
  filename: '0.json',
  status: 'statusInvalid',
  msg: "problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///schemas/of-v1/pod_v1.json#' - at '': validation failed   - at '/metadata/creationTimestamp': 'x' is not valid date-time: less than 20 characters long   - at '/spec': missing property 'containers'   - at '/spec/strategy/type': value must be one of 'Recreate', 'RollingUpdate', '', <nil>   - at '/spec/containers/0': 'allOf' failed     - at '/spec/containers/0': additional properties 'a/b~c', 'd' not allowed",
}

describe('a second judge', {
  'is told of where it differs, once, at its place': () => {
    for (const [what, resource, opinion, wanted] of CASES)
      assert.equal(said(resource, opinion), wanted, what)
  },
  'is not blamed for what it cannot hold': () =>
    assert.equal(
      said(WRONG, refusing(), () => false),
      [],
    ),
  'ajv says the same about every seeded mistake and every sound object': async () => {
    const judge = ajvJudge()
    const asked = questions([...seeds.map(([, , object]) => object), ...sound.map(([, o]) => o)])
    const opinions = await judge.judge(asked)
    const found = asked.flatMap((question, i) =>
      disagreements(question, opinions[i] ?? { kind: 'unable', why: 'none' }, judge),
    )
    assert.equal(
      found.map(({ finding }) => finding.message),
      [],
    )
    const refused = opinions.filter((one) => one.kind === 'judged' && one.refusals.length > 0)
    assert.ok(refused.length > 20, `${refused.length}`)
  },
  'kubeconform: its answer as places': () =>
    assert.equal(opinionOf(ANSWER), {
      kind: 'judged',
      refusals: [
        {
          places: ['/metadata/creationTimestamp'],
          message: "'x' is not valid date-time: less than 20 characters long",
        },
        { places: ['/spec'], message: "missing property 'containers'", missing: ['containers'] },
        {
          places: ['/spec/strategy/type'],
          message: "value must be one of 'Recreate', 'RollingUpdate', '', <nil>",
        },
        ...['/spec/containers/0/a~1b~0c', '/spec/containers/0/d'].map((place) => ({
          places: ['/spec/containers/0', place],
          message: "additional properties 'a/b~c', 'd' not allowed",
        })),
      ],
    }),
  'kubeconform: other answers': () => {
    assert.equal(opinionOf({ ...ANSWER, status: 'statusValid', msg: '' }), refusing())
    assert.equal(opinionOf({ ...ANSWER, msg: 'of another version' }), {
      kind: 'judged',
      refusals: [{ places: [''], message: 'of another version' }],
    })
    assert.equal(opinionOf({ ...ANSWER, status: 'statusError', msg: 'no schema' }), {
      kind: 'unable',
      why: 'no schema',
    })
    assert.is(kubeconformHolds('format', 'data.a: "x" must be base64'), false)
    assert.is(
      kubeconformHolds('format', 'a: "x" must be a time such as 2026-01-31T12:00:00Z'),
      true,
    )
    assert.is(kubeconformHolds('validation-rule', 'no'), false)
  },
  'kubeconform: a kind with two schemas takes two rounds, names lead nowhere else': () => {
    const [old, fresh] = ['1.31', '1.36'].map((v) => catalog.schemaOf('v1', 'Pod', v))
    if (!old || !fresh) throw new Error('Pod is not stored')
    const astray = { ...FINE, apiVersion: 'a/../../../b', kind: '../x' }
    const rounds = roundsOf([
      { resource: FINE, schema: old },
      { resource: FINE, schema: fresh },
      { resource: WRONG, schema: old },
      { resource: astray, schema: fresh },
    ])
    assert.equal(
      rounds.map(({ objects }) => [...objects.keys()]),
      [[0, 2], [1]],
    )
    assert.equal([...(rounds[0]?.schemas.keys() ?? [])], ['of-v1/pod_v1.json'])
  },
  'is given schemas that refer to nothing outside, also to themselves': () => {
    const kind = 'CustomResourceDefinition'
    const schema = catalog.schemaOf('apiextensions.k8s.io/v1', kind, '1.34')
    if (!schema) throw new Error(`${kind} is not stored`)
    const text = JSON.stringify(selfContained(schema))
    const { definitions } = JSON.parse(text) as { definitions: object }
    const refs = new Set(Array.from(text.matchAll(/"\$ref":"([^"]*)"/g), ([, ref = '']) => ref))
    assert.ok(refs.size > 10)
    for (const ref of refs) assert.ok(Object.hasOwn(definitions, ref.replace('#/definitions/', '')))
  },
})
