import type { Resource } from '../../generator/core/resource.ts'
import { loadCatalog } from '../../generator/validate/catalog.ts'
import { engine } from '../../generator/validate/cel/engine.ts'
import { checkObject } from '../../generator/validate/check-object.ts'
import { withCustomKinds } from '../../generator/validate/custom-kinds.ts'
import { needsEngine } from '../../generator/validate/needs-engine.ts'
import type { Schema } from '../../generator/validate/schema.ts'
import { assert, describe } from '../harness.ts'
import { catalog, readSchema } from './stored.ts'

const bare = loadCatalog(readSchema)

const object = (apiVersion: string, kind: string, spec: unknown): Resource =>
  ({ apiVersion, kind, metadata: { name: 'a', namespace: 'a' }, spec }) as Resource

const said = (resource: Resource, using = catalog): readonly string[] =>
  checkObject(resource, using, '1.34').map((f) => `${f.rule} ${f.pointer}: ${f.message}`)

const gateway = (...listeners: object[]): Resource =>
  object('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'a', listeners })

const httpRoute = (rule: object): Resource =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [rule] })

const route = (spec: object): Resource =>
  object('route.openshift.io/v1', 'Route', { to: { kind: 'Service', name: 'a' }, ...spec })

const chart = (spec: object): Resource =>
  object('source.toolkit.fluxcd.io/v1', 'HelmChart', {
    chart: 'a',
    interval: '5m',
    sourceRef: { kind: 'HelmRepository', name: 'a' },
    ...spec,
  })

const http = { name: 'http', port: 80, protocol: 'HTTP' }
const header = (name: string): object => ({
  httpHeaders: { actions: { request: [{ name, action: { type: 'Delete' } }] } },
})

/** One object that the rules of its CRD accept, and one that they refuse, with what is said. */
const PAIRS: readonly (readonly [good: Resource, bad: Resource, said: string])[] = [
  [
    gateway(http, { ...http, name: 'other', port: 8080 }),
    gateway(http, { ...http, name: 'other' }),
    'validation-rule /spec/listeners: spec.listeners: Combination of port, protocol and hostname must be unique for each listener',
  ],
  [
    gateway({ ...http, hostname: 'a.example.org' }),
    gateway({ ...http, protocol: 'TCP', hostname: 'a.example.org' }),
    "validation-rule /spec/listeners: spec.listeners: hostname must not be specified for protocols ['TCP', 'UDP']",
  ],
  [
    httpRoute({ timeouts: { request: '10s', backendRequest: '5s' } }),
    httpRoute({ timeouts: { request: '5s', backendRequest: '10s' } }),
    'validation-rule /spec/rules/0/timeouts: spec.rules[0].timeouts: backendRequest timeout cannot be longer than request timeout',
  ],
  [
    httpRoute({ matches: [{ path: { value: '/a' } }] }),
    httpRoute({ matches: [{ path: { value: 'a' } }] }),
    "validation-rule /spec/rules/0/matches/0/path: spec.rules[0].matches[0].path: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
  ],
  [
    httpRoute({ filters: [{ type: 'RequestRedirect', requestRedirect: { port: 1 } }] }),
    httpRoute({ filters: [{ type: 'RequestRedirect', requestRedirect: { port: 1 } }, {}] }),
    'required-field /spec/rules/0/filters/1: spec.rules[0].filters[1]: required field "type" is missing',
  ],
  [
    route(header('x-a')),
    route(header('Cookie')),
    'validation-rule /spec/httpHeaders/actions/request/0/name: spec.httpHeaders.actions.request[0].name: cookie header may not be modified via header actions',
  ],
  [
    route({ tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Allow' } }),
    route({ tls: { termination: 'passthrough', insecureEdgeTerminationPolicy: 'Allow' } }),
    'validation-rule /spec/tls: spec.tls: cannot have both spec.tls.termination: passthrough and spec.tls.insecureEdgeTerminationPolicy: Allow',
  ],
  [
    chart({ verify: { provider: 'cosign' } }),
    chart({ sourceRef: { kind: 'GitRepository', name: 'a' }, verify: { provider: 'cosign' } }),
    "validation-rule /spec: spec: spec.verify is only supported when spec.sourceRef.kind is 'HelmRepository'",
  ],
]

const crd = (validations: readonly object[], type: object): Resource =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { kind: 'Thing', plural: 'things', singular: 'thing', listKind: 'ThingList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { ...type, 'x-kubernetes-validations': validations } },
            },
          },
        },
      ],
    },
  }) as unknown as Resource

const SPEC = {
  type: 'object',
  properties: {
    count: { type: 'integer' },
    most: { type: 'integer', default: 3 },
    namespace: { type: 'string' },
    'a-b': { type: 'string' },
    text: { type: 'string' },
    list: { type: 'array', items: { type: 'integer' } },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    port: { 'x-kubernetes-int-or-string': true },
    bytes: { type: 'string', format: 'byte' },
    every: { type: 'string', format: 'duration' },
    day: { type: 'string', format: 'date' },
  },
}

/** What a rule says about a `spec`; nothing when it holds. */
function verdict(rule: string, spec: object, more: object = {}): readonly string[] {
  const definition = crd([{ rule, message: 'no', ...more }], SPEC)
  return said(object('example.org/v1', 'Thing', spec), withCustomKinds(catalog, [definition]))
}

/** Each rule holds for the first value and not for the second. */
const RULES: readonly (readonly [rule: string, good: object, bad: object])[] = [
  ['self.count <= self.most', { count: 3 }, { count: 4 }],
  ["self.__namespace__ == 'a'", { namespace: 'a' }, { namespace: 'b' }],
  ["self.a__dash__b == 'a'", { 'a-b': 'a' }, { 'a-b': 'b' }],
  ['!has(self.text)', {}, { text: '' }],
  ["self.map.all(k, k.startsWith('x-'))", { map: { 'x-a': '' } }, { map: { a: '' } }],
  ['self.list.sum() == 3 && self.list.max() == 2', { list: [1, 2] }, { list: [3] }],
  ['self.list.isSorted()', { list: [1, 2] }, { list: [2, 1] }],
  ['self.list.indexOf(2) == 1', { list: [1, 2] }, { list: [1] }],
  ['type(self.port) == int ? self.port > 1 : true', { port: 'a' }, { port: 1 }],
  ['isIP(self.text)', { text: '::1' }, { text: '10.0.0.300' }],
  ['isCIDR(self.text)', { text: '10.0.0.0/32' }, { text: '10.0.0.0/33' }],
  ["url(self.text).getScheme() == 'https'", { text: 'https://a/b' }, { text: 'http://a/b' }],
  ['isURL(self.text)', { text: '/a' }, { text: 'a b' }],
  ["quantity(self.text).isLessThan(quantity('1Gi'))", { text: '1000Mi' }, { text: '2Gi' }],
  ['isQuantity(self.text)', { text: '1Gi' }, { text: '1GB' }],
  ["self.text.find('[0-9]+') == '12'", { text: 'a12b' }, { text: 'a' }],
  ["self.text.findAll('[0-9]').size() == 2", { text: '1a2' }, { text: '1' }],
  ["self.text.matches('(?i)^A\\\\z')", { text: 'a' }, { text: 'b' }],
  ['self.list[0] == 1', { list: [1] }, { list: [] }],
  ["self.text == 'a'", { text: 'a' }, {}],
  ["duration(self.text) > duration('1m')", { text: '1h' }, { text: 'soon' }],
  ["self.text.split(',', 2)[1] == 'b,c'", { text: 'a,b,c' }, { text: 'a,b' }],
  ["self.text.findAll('[0-9]', 1).size() == 1", { text: '1a2' }, { text: 'a' }],
  ["url(self.text).getPort() == '443'", { text: 'https://[::1]:443/' }, { text: 'https://a/' }],
  ["url(self.text).getHostname() == '::1'", { text: 'https://[::1]:443/' }, { text: 'x://a' }],
  ["url(self.text).getEscapedPath() == ''", { text: 'ftp://x' }, { text: 'ftp://x/' }],
  ["url(self.text).getQuery()['c'] == ['d', 'e']", { text: '/a?c=d&c=e#f' }, { text: '/a?c=d' }],
  ['isURL(self.text)', { text: 'http://u:p@h:80/a%20b' }, { text: 'http://h/%zz' }],
  ['isURL(self.text)', { text: 'mailto:a@b' }, { text: 'http://[::1/' }],
  ['ip(self.text).family() == 6', { text: '::1' }, { text: '127.0.0.1' }],
  ['ip(self.text).isLoopback()', { text: '127.1.2.3' }, { text: '::' }],
  ['ip(self.text).isLinkLocalMulticast()', { text: 'ff12::1' }, { text: 'ff01::1' }],
  ['ip(self.text).isGlobalUnicast()', { text: '10.0.0.1' }, { text: '224.0.0.1' }],
  ['ip.isCanonical(self.text)', { text: '2001:db8::1' }, { text: '2001:0db8::1' }],
  ['isIP(self.text)', { text: '2001:db8::1' }, { text: '::ffff:1.2.3.4' }],
  ["cidr('10.1.0.0/16').containsIP(self.text)", { text: '10.1.2.3' }, { text: '10.2.0.0' }],
  ["cidr(self.text).containsCIDR('10.1.2.0/24')", { text: '10.0.0.0/8' }, { text: '::/0' }],
  ["string(cidr(self.text).masked()) == '10.0.0.0/8'", { text: '10.1.2.3/8' }, { text: 'a' }],
  ['sets.contains(self.list, [1, 2])', { list: [2, 3, 1] }, { list: [1] }],
  ["quantity(self.text).add(quantity('1Ki')) == quantity('2Ki')", { text: '1024' }, { text: '1' }],
  ['quantity(self.text).sub(1).asApproximateFloat() == 0.5', { text: '1500m' }, { text: '2' }],
  ["self.bytes == b'ab'", { bytes: 'YWI=' }, { bytes: 'YWJj' }],
  ["self.every > duration('1m')", { every: '1h' }, { every: '10s' }],
  ["self.day > timestamp('2026-01-01T00:00:00Z')", { day: '2026-01-31' }, { day: '2025-12-31' }],
  ['1 / self.count == 1', { count: 1 }, { count: 0 }],
  ['int(self.text) == 1', { text: '1' }, { text: 'a' }],
]

describe('cel', {
  'objects of stored kinds: the rules of their CRDs accept and refuse what they should': () => {
    for (const [good, bad, message] of PAIRS) {
      assert.equal(said(good), [], message)
      assert.equal(said(bad), [message])
    }
  },
  'defaults, names, types and the functions of Kubernetes': () => {
    for (const [rule, good, bad] of RULES) {
      assert.equal(verdict(rule, good), [], rule)
      assert.match(verdict(rule, bad).join(), /^validation-rule \/spec: spec: no/, rule)
    }
  },
  'every stored rule can be read, and evaluated unless it compares with the object before': () => {
    const rules = storedRules()
    assert.ok(rules.size > 90)
    const unreadable = [...rules].filter(
      (rule) => engine.plan(rule)(new Map()).kind === 'unknown' && !rule.includes('oldSelf'),
    )
    const typed = unreadable.filter((rule) => {
      const outcome = engine.plan(rule)(/^self\.(all|exists|filter|size)/.test(rule) ? [] : 'a')
      return outcome.kind === 'unknown'
    })
    assert.equal(typed, [])
  },
  'a rule that cannot be evaluated has not passed': () => {
    assert.equal(verdict('self == oldSelf', {}), [
      'rule-evaluated /spec: spec: not evaluated: self == oldSelf (it compares with the object before)',
    ])
    assert.match(
      verdict('nothing(self)', {})[0] ?? '',
      /^rule-evaluated .*unbound function: nothing/,
    )
    assert.match(verdict('self.exists(', {})[0] ?? '', /^rule-evaluated .*cannot be read/)
    assert.equal(
      said(gateway(http), bare).every((line) => line.startsWith('rule-evaluated')),
      true,
    )
  },
  'a message that is computed, and the field that it names': () => {
    const rule = 'self.count < 3'
    const more = { messageExpression: "'not ' + string(self.count)", fieldPath: '.count' }
    assert.equal(verdict(rule, { count: 7 }, more), [
      'validation-rule /spec/count: spec.count: not 7',
    ])
    const broken = { messageExpression: 'self.nothing' }
    assert.equal(verdict(rule, { count: 7 }, broken), ['validation-rule /spec: spec: no'])
  },
  'rules over what the schema refuses say nothing more': () =>
    assert.equal(verdict('self.count < 3', { count: 'a' }), [
      'field-type /spec/count: spec.count: "a" must be an integer',
    ]),
  'patterns of a CRD in the repository are RE2': () => {
    const type = {
      type: 'object',
      properties: {
        fine: { type: 'string', pattern: '(?i)^a\\z' },
        slow: { type: 'string', pattern: '^(a+)+$' },
        odd: { type: 'string', pattern: '^(?=a)' },
      },
    }
    const own = withCustomKinds(catalog, [crd([], type)])
    const spec = { fine: 'b', slow: `${'a'.repeat(5000)}!`, odd: 'a' }
    const found = checkObject(object('example.org/v1', 'Thing', spec), own, '1.34')
    assert.equal(
      found.map(({ rule, pointer, severity }) => [rule, pointer, severity]),
      [
        ['pattern', '/spec/fine', 'error'],
        ['pattern', '/spec/slow', 'error'],
        ['pattern-readable', '/spec/odd', 'warning'],
      ],
    )
  },
  'only kinds with rules need the engine': () => {
    assert.is(needsEngine(bare)(object('apps/v1', 'Deployment', {})), false)
    assert.is(needsEngine(bare)(object('argoproj.io/v1alpha1', 'Application', {})), false)
    assert.is(needsEngine(bare)(gateway(http)), true)
    assert.is(needsEngine(bare)(crd([], SPEC)), true)
  },
})

function storedRules(): ReadonlySet<string> {
  const kinds = JSON.parse(readSchema('crds/_resources.json') ?? '[]') as {
    group: string
    kind: string
    version: string
  }[]
  const rules = new Set<string>()
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const one of (schema as Schema)['x-kubernetes-validations'] ?? [])
      if (typeof one === 'object' && one !== null && 'rule' in one) rules.add(String(one.rule))
    for (const member of Object.values(schema)) collect(member)
  }
  for (const { group, kind, version } of kinds)
    collect(catalog.schemaOf(`${group}/${version}`, kind, '1.34')?.root)
  return rules
}
