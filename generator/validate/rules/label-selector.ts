import { pointerTo } from '../../core/pointer.ts'
import type { Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, stringsOf, textsOf } from '../fields.ts'
import { isAnyLabelWrong, wrongLabel } from '../labels.ts'
import { labelValue, qualifiedKey } from '../names.ts'
import { podOf } from '../pods.ts'
import { quote } from '../quote.ts'
import type { Reason, Rule } from '../rule.ts'
import type { Mistake } from '../rule-shapes.ts'
import { selectorsIn } from '../selectors.ts'

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist']

const spread = (expression: object): Resource =>
  exampleDeployment(
    {},
    {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchExpressions: [{ key: 'app', ...expression }] },
        },
      ],
    },
  )

export const labelSelector: Rule = {
  id: 'label-selector',
  severity: 'error',
  scope: 'object',
  when: {
    '*': [
      'spec/selector/matchExpressions',
      'aggregationRule/clusterRoleSelectors',
      'spec/scopeSelector',
      'webhooks',
    ],
    NetworkPolicy: [
      'spec/podSelector',
      ...['podSelector', 'namespaceSelector'].flatMap((name) => [
        `spec/ingress/*/from/*/${name}`,
        `spec/egress/*/to/*/${name}`,
      ]),
    ].map((path): Reason => [path, isSaid]),
    pod: ['spec/topologySpreadConstraints', 'spec/affinity'],
  },
  summary:
    'In and NotIn of a selector list values, Exists and DoesNotExist none, and there is no other operator.',
  why: 'The API server refuses the object.',
  hint: 'use In or NotIn with values, Exists or DoesNotExist without',
  *check(resources) {
    for (const resource of resources.filter(mayHold))
      for (const [selector, pointer] of selectorsIn(resource, podOf(resource)))
        if ((selector.matchExpressions ?? selector.matchLabels) != null)
          for (const mistake of mistakesOf(selector, pointer)) yield { resource, ...mistake }
  },
  examples: () => ({ good: [spread({ operator: 'Exists' })], bad: [spread({ operator: 'In' })] }),
}

/** Whether anything can be wrong with a selector. */
function isSaid(selector: unknown): boolean {
  const { matchExpressions, matchLabels } = fieldsAt(selector)
  return matchExpressions != null || isAnyLabelWrong(matchLabels)
}

const mayHold = ({ spec, webhooks, aggregationRule }: Resource): boolean =>
  (spec ?? webhooks ?? aggregationRule) != null

function* mistakesOf(selector: Fields, pointer: string): Iterable<Mistake> {
  yield* expressionMistakes(selector, pointer)
  if (pointer !== '/spec/selector') yield* labelMistakes(selector, pointer)
}

/** Those of workloads are the business of names-and-labels. */
function* labelMistakes(selector: Fields, pointer: string): Iterable<Mistake> {
  for (const [key, value] of stringsOf(selector.matchLabels)) {
    const wrong = wrongLabel(key, value)
    const message = `label ${quote(`${key}: ${value}`)} ${wrong}`
    if (wrong !== undefined) yield { pointer: pointerTo(`${pointer}/matchLabels`, key), message }
  }
}

function* expressionMistakes(selector: Fields, pointer: string): Iterable<Mistake> {
  for (const [index, { operator, values, key }] of mapsOf(selector.matchExpressions)) {
    const at = `${pointer}/matchExpressions/${index}`
    const some = Array.isArray(values) && values.length > 0
    const wrong = typeof key === 'string' ? qualifiedKey(key) : undefined
    if (wrong !== undefined) yield { pointer: `${at}/key`, message: `key "${key}" ${wrong}` }
    for (const [value, text] of textsOf(pointer === '/spec/scopeSelector' ? [] : values))
      if (labelValue(text) !== undefined)
        yield { pointer: `${at}/values/${value}`, message: `value "${text}" ${labelValue(text)}` }
    yield* operatorMistakes({ operator, key }, some, at)
  }
}

function* operatorMistakes(
  { operator, key }: Fields,
  some: boolean,
  at: string,
): Iterable<Mistake> {
  if (typeof operator !== 'string') return
  if (!OPERATORS.includes(operator)) {
    const message = `"${operator}" is no operator of a selector${didYouMean(operator, OPERATORS)}`
    yield { pointer: `${at}/operator`, message }
  } else if (operator.endsWith('In') && !some)
    yield { pointer: `${at}/values`, message: `${operator} of "${key}" lists no values` }
  else if (!operator.endsWith('In') && some)
    yield { pointer: `${at}/values`, message: `${operator} of "${key}" has values` }
}
