import { UserError } from '../../generator/core/finding.ts'
import { needsOf, parseFleet, resolveFleet } from '../../generator/fleet/index.ts'
import { catalog } from '../catalog.ts'
import { assert, describe } from '../harness.ts'

const HEAD = 'repository: { url: https://git.example.org/fleet.git }\n'
const CLUSTERS = 'clusters: { dev: { platform: minikube, kubernetes: "1.36" } }\n'
const ENVIRONMENTS = 'environments: { dev: {} }\n'
const APPLICATIONS = 'applications: { shop: { uses: web, environments: { dev: {} } } }\n'
const FLEET = HEAD + CLUSTERS + ENVIRONMENTS + APPLICATIONS

const load = (text: string, more: Readonly<Record<string, string>> = {}) => {
  const checked = parseFleet(new Map([['fleet.yaml', text], ...Object.entries(more)]), catalog)
  needsOf(checked, catalog)
  return resolveFleet(checked, catalog, { file: () => undefined, manifests: () => [] })
}

/** Every problem as `line:column message`, as a person reads it. */
function problems(text: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  try {
    load(text, more)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.problems.map(({ message, place, hint }) => {
      assert.ok(hint.length > 0, `no remedy: ${message}`)
      return `${place?.file === 'fleet.yaml' ? '' : `${place?.file}:`}${place?.line}:${place?.column} ${message}`
    })
  }
  return []
}

const app = (rest: string): string => `${HEAD}${CLUSTERS}${ENVIRONMENTS}applications:\n${rest}`
const cluster = (rest: string): string => `${HEAD}clusters:\n${rest}${ENVIRONMENTS}${APPLICATIONS}`

/** What a person can get wrong → the beginning of the first message. */
const WRONG: Readonly<Record<string, readonly [text: string, first: RegExp]>> = {
  'an unknown key at the top': [
    `${FLEET}appications: {}\n`,
    /^5:1 unknown key "appications"; did you mean "applications"\?/,
  ],
  'an unknown key of a cluster': [
    cluster('  dev: { platform: minikube, kubernetes: "1.36", storag: {} }\n'),
    /^3:\d+ unknown key "storag"; did you mean "storage"\?/,
  ],
  'an unknown value': [
    app('  shop:\n    uses: web\n    values: { replica: 2 }\n    environments: { dev: {} }\n'),
    /^7:15 unknown key "replica"; did you mean "replicas"\?/,
  ],
  'an unknown value of an environment': [
    app(
      '  shop:\n    uses: web\n    environments:\n      dev: { values: { database: { sise: 1Gi } } }\n',
    ),
    /^8:36 unknown key "sise"; did you mean "size"\?/,
  ],
  'a number where a string is meant': [
    app('  shop:\n    uses: web\n    values: { tag: 1.10 }\n    environments: { dev: {} }\n'),
    /^7:20 tag is the number 1\.1, must be a string/,
  ],
  'yes where a string is meant': [
    app('  shop:\n    uses: web\n    values: { greeting: yes }\n    environments: { dev: {} }\n'),
    /^7:25 greeting is the boolean true, must be a string/,
  ],
  'a Kubernetes version that YAML reads as a number': [
    cluster('  dev: { platform: minikube, kubernetes: 1.30 }\n'),
    /^3:\d+ clusters\.dev\.kubernetes is the number 1\.3, must be a string/,
  ],
  'a choice that is not there': [
    app('  shop:\n    uses: web\n    values: { mode: fancyy }\n    environments: { dev: {} }\n'),
    /^7:21 mode is "fancyy", must be one of plain, fancy; did you mean "fancy"\?/,
  ],
  'a number out of range': [
    app('  shop: { uses: web, values: { replicas: 99 }, environments: { dev: {} } }\n'),
    /replicas is 99, must be at most 50/,
  ],
  'an unknown environment': [
    app('  shop: { uses: web, environments: { deev: {} } }\n'),
    /^5:\d+ there is no environment "deev"; did you mean "dev"\?/,
  ],
  'an unknown application of the catalog': [
    app('  shop: { uses: wep, environments: { dev: {} } }\n'),
    /there is no application "wep" in the catalog; did you mean "web"\?/,
  ],
  'an environment without its cluster': [
    `${HEAD}${CLUSTERS}environments: { prod: {} }\n${APPLICATIONS.replace('dev', 'prod')}`,
    /^3:17 environment "prod" lives in cluster "prod", which is not there/,
  ],
  'an NFS cluster without server': [
    cluster(
      '  dev: { platform: nova, kubernetes: "1.35", storage: { shared: { kind: nfs, path: /x } } }\n',
    ),
    /"server" is missing/,
  ],
  'an NFS volume of others without its name': [
    cluster(
      '  dev: { platform: nova, kubernetes: "1.35", storage: { shared: { kind: nfs, owner: them } } }\n',
    ),
    /"volumeName" is missing/,
  ],
  'no version': [cluster('  dev: { platform: minikube }\n'), /the cluster says no version/],
  'an unknown OpenShift': [
    cluster('  dev: { platform: openshift, openshift: "4.99" }\n'),
    /OpenShift 4\.99 is not known/,
  ],
  'Routes elsewhere': [
    cluster(
      '  dev: { platform: minikube, kubernetes: "1.36", exposure: { kind: route, domain: a.example.org } }\n',
    ),
    /Routes exist on OpenShift only/,
  ],
  'hostPath on openshift': [
    cluster(
      '  dev: { platform: openshift, openshift: "4.20", storage: { shared: { kind: hostPath, path: /x } } }\n',
    ),
    /openshift refuses hostPath/,
  ],
  'a name that is not DNS-1123': [
    app('  Shop_1: { uses: web, environments: { dev: {} } }\n'),
    /^5:3 the name "Shop_1" must be a DNS-1123 label/,
  ],
  'a name that is too long': [
    app(`  ${'a'.repeat(64)}: { uses: web, environments: { dev: {} } }\n`),
    /must be a DNS-1123 label/,
  ],
  'a namespace that gets too long': [
    `${HEAD}${CLUSTERS}environments: { dev: { namespaceSuffix: -staging } }\napplications: { ${'a'.repeat(60)}: { uses: web, environments: { dev: {} } } }\n`,
    /namespace "a{60}-staging" is not a DNS-1123 label/,
  ],
  'an empty file': ['', /^1:1 fleet\.yaml is empty/],
  'only comments': ['# nothing yet\n', /^1:1 fleet\.yaml is empty/],
  'a list': ['- a\n', /^1:1 fleet\.yaml is not a mapping/],
  'no applications': [
    `${HEAD}${CLUSTERS}${ENVIRONMENTS}applications: {}\n`,
    /"applications" is missing or empty/,
  ],
  'only a version': ['version: 1\n', /^1:1 "repository" is missing or empty/],
  'an empty map': ['{}\n', /"repository" is missing or empty/],
  'an old Kubernetes': [
    cluster('  dev: { platform: minikube, kubernetes: "1.30" }\n'),
    /Kubernetes 1\.30 is older than the oldest/,
  ],
  'an old OpenShift': [
    cluster('  dev: { platform: openshift, openshift: "4.17" }\n'),
    /Kubernetes 1\.30 is older than the oldest/,
  ],
  'a mirror that is no registry': [
    cluster(
      '  dev: { platform: nova, kubernetes: "1.35", registry: { mirror: { docker.io: "http://foo bar" } } }\n',
    ),
    /must look like|must be/,
  ],
  'a label that is none': [
    `${HEAD}${CLUSTERS}environments: { dev: { labels: { "a b": "c d!" } } }\n${APPLICATIONS}`,
    /must be a label/,
  ],
  'a repository URL with a line break': [
    FLEET.replace('https://git.example.org/fleet.git', '"a\\nb"'),
    /repository\.url is/,
  ],
  'two documents': [`${FLEET}---\na: 1\n`, /fleet\.yaml holds several YAML documents/],
  'a tab as indentation': [`${HEAD}clusters:\n\tdev: {}\n`, /^3:1 .*[Tt]ab/],
  'a key twice': [`${FLEET}environments: { dev: {} }\n`, /^5:1 .*environments/],
  'broken YAML': [`${HEAD}clusters: { dev: [ }\n`, /^2:\d+ /],
  'a YAML bomb': [
    `a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${Array(10).fill(`*${'abcdefghi'[i]}`).join(', ')}]`).join('\n')}\n`,
    /alias/,
  ],
  'deep nesting': [`a: ${'['.repeat(5000)}${']'.repeat(5000)}\n`, /deep|nest/],
  'runs of an application twice': [
    app(
      '  shop: { uses: web, environments: { dev: { runs: [ { id: a, values: { items: pears } }, { id: a, values: { items: plums } } ] } } }\n',
    ),
    /run "a" is there twice/,
  ],
  'a run without what it needs': [
    app('  shop: { uses: web, environments: { dev: { runs: [ { id: a } ] } } }\n'),
    /"items" is missing/,
  ],
  'a run id that is no name': [
    app(
      '  shop: { uses: web, environments: { dev: { runs: [ { id: A_1, values: { items: x } } ] } } }\n',
    ),
    /is "A_1", must be a DNS-1123 label/,
  ],
  'null where a cluster should be': [
    cluster('  dev:\n'),
    /clusters\.dev is null, must be an object|clusters\.dev/,
  ],
  '__proto__ as a name': [
    app('  __proto__: { uses: web, environments: { dev: {} } }\n'),
    /"__proto__" must be a DNS-1123 label/,
  ],
}

describe('fleet.yaml, everything that can be got wrong', {
  ...Object.fromEntries(
    Object.entries(WRONG).map(([title, [text, first]]) => [
      title,
      () => assert.match(problems(text)[0] ?? 'no problem', first),
    ]),
  ),
  'all problems in one run': () => {
    const found = problems(
      app(
        '  shop: { uses: wep, environments: { dev: {} } }\n  mall: { uses: web, values: { replicas: two, taag: v2 }, environments: { prod: {} } }\n',
      ),
    )
    assert.is(found.length, 4, found.join('\n'))
  },
  'a key twice over two files names both': () => {
    const text = `${FLEET}include: [more/*.yaml]\n`
    const found = problems(text, {
      'more/a.yaml': 'applications:\n  shop: { uses: web, environments: {} }\n',
    })
    assert.equal(found, [
      'more/a.yaml:2:3 applications.shop is defined twice: here and in fleet.yaml',
    ])
  },
  'a section that is no mapping, and included ones': () => {
    const text = FLEET.replace(CLUSTERS, 'clusters: nope\n')
    const more = { 'more/a.yaml': 'clusters: { x: { platform: minikube, kubernetes: "1.36" } }\n' }
    assert.match(problems(text, more)[0] ?? '', /clusters/)
  },
  'a section that an included file may not have': () => {
    const found = problems(FLEET, { 'more/a.yaml': 'repository: { url: x }\n' })
    assert.match(found[0] ?? '', /^more\/a\.yaml:1:1 "repository" cannot stand in an included file/)
  },
})

describe('fleet.yaml', {
  'the smallest one': () => {
    const { instances } = load(FLEET)
    assert.is(instances[0]?.placements[0]?.site.namespace, 'shop')
    assert.is((instances[0]?.values as { tag?: string } | undefined)?.tag, 'v1')
  },
  'Windows line ends, a BOM, anchors and comments are legal': () => {
    const text = `\uFEFF# hello\nx: &dev { }\n${FLEET}`
      .replaceAll('\n', '\r\n')
      .replace('x: &dev { }\r\n', '')
    assert.is(load(text).instances.length, 1)
    const anchored = app('  shop: &shop { uses: web, environments: { dev: {} } }\n  mall: *shop\n')
    assert.equal(
      load(anchored).instances.map((i) => i.name),
      ['shop', 'mall'],
    )
  },
  'environment values win over common ones, null takes one away': () => {
    const text = app(
      '  shop:\n    uses: web\n    values: { replicas: 3, greeting: hi, database: { size: 5Gi } }\n    environments: { dev: { values: { replicas: 4, greeting: null } } }\n',
    )
    const [instance] = load(text).instances
    const pick = (v: unknown) => {
      const { replicas, greeting, database } = v as {
        replicas: number
        greeting: string
        database: object
      }
      return { replicas, greeting, database }
    }
    assert.equal(pick(instance?.values), { replicas: 3, greeting: 'hi', database: { size: '5Gi' } })
    assert.equal(pick(instance?.placements[0]?.values), {
      replicas: 4,
      greeting: 'hello',
      database: { size: '5Gi' },
    })
  },
  'null never reaches an application, wherever it stands': () => {
    const text = app(
      '  shop:\n    uses: web\n    values: { replicas: null, database: null, hosts: null }\n    environments: { dev: { values: { database: { size: null } }, runs: [ { id: a, values: { items: pears } } ] } }\n',
    )
    const [instance] = load(text).instances
    const [placement] = instance?.placements ?? []
    const { replicas, database } = (placement ?? { values: {} }).values as {
      replicas: number
      database: object
    }
    assert.equal([replicas, database], [1, { size: '1Gi' }])
    assert.not.match(JSON.stringify(instance?.values), /null/)
  },
  'two environments share a cluster by a suffix': () => {
    const text = `${HEAD}${CLUSTERS}environments: { dev: {}, test: { cluster: dev, namespaceSuffix: -test } }\napplications: { shop: { uses: web, namespace: mall, environments: { dev: {}, test: {} } } }\n`
    const namespaces = load(text).instances[0]?.placements.map((p) => p.site.namespace)
    assert.equal(namespaces, ['mall', 'mall-test'])
  },
  'an include cannot leave the repository': async () => {
    const { includesOf } = await import('../../generator/fleet/index.ts')
    for (const pattern of ['../x.yaml', '/etc/x.yaml', 'a/../../x', 'C:/x', '{a,../b}/x.yaml'])
      assert.throws(() => includesOf(`include: ['${pattern}']\n`), /leaves the repository/, pattern)
    assert.equal(includesOf('include: [teams/*.yaml, a..b.yaml]\n'), ['teams/*.yaml', 'a..b.yaml'])
  },
})
