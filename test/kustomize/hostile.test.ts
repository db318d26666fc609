import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { UserError } from '../../generator/core/finding.ts'
import type { Files } from '../../generator/core/tree.ts'
import { diskFiles, rootOf } from '../../generator/io/index.ts'
import { build } from '../../generator/kustomize/index.ts'
import { assert, describe } from '../harness.ts'

const object = (name: string) => `{apiVersion: v1, kind: X, metadata: {name: ${name}}}\n`
const printed = 'apiVersion: v1\nkind: X\nmetadata:\n  name: a\n'

/** What is printed, or the first message of why not. Anything but a UserError is thrown on. */
function outcome(files: Files, root = '.'): string {
  try {
    return build(files, root)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return `refused: ${error.problems[0]?.message}`
  }
}

const onlyFile = (text: string | Uint8Array): Files =>
  new Map<string, string | Uint8Array>([
    ['kustomization.yaml', 'resources: [r.yaml]\n'],
    ['r.yaml', text],
  ])

type Disk = {
  readonly files?: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  readonly root?: string
}

/** Builds `root` of a real directory, which also holds an object in out/, one below root/ and a base elsewhere. */
function onDisk({ files = {}, links = {}, root = 'root' }: Disk): string {
  const top = mkdtempSync(join(realpathSync(tmpdir()), 'strata-hostile-'))
  const all = {
    'out/r.yaml': object('a'),
    'root/sub/r.yaml': object('a'),
    'real/base/r.yaml': object('a'),
    'real/base/kustomization.yaml': 'resources: [r.yaml]\n',
    'real/x/r.yaml': object('a'),
    'real/x/kustomization.yaml': 'resources: [r.yaml]\n',
    ...files,
  }
  try {
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(top, path)), { recursive: true })
      writeFileSync(join(top, path), text.replaceAll('<TOP>', top))
    }
    for (const [path, to] of Object.entries(links))
      symlinkSync(to.replaceAll('<TOP>', top), join(top, path))
    return outcome(diskFiles(), rootOf(join(top, root))).replaceAll(top.slice(1), '<TOP>')
  } finally {
    rmSync(top, { recursive: true })
  }
}

const resource = (path: string) => ({ 'root/kustomization.yaml': `resources: [${path}]\n` })
const source = (path: string) => ({
  'root/kustomization.yaml': `configMapGenerator: [{name: c, files: [${path}]}]\n`,
})

/** [what, the disk, what is printed or refused]: each as the real binary decides. */
const disks: readonly (readonly [string, Disk, string | RegExp])[] = [
  [
    'a link to a file outside',
    { files: resource('r.yaml'), links: { 'root/r.yaml': '../out/r.yaml' } },
    /not in or below/,
  ],
  [
    'a link to a file inside',
    { files: resource('r.yaml'), links: { 'root/r.yaml': 'sub/r.yaml' } },
    printed,
  ],
  [
    'a kustomization that is a link to outside',
    {
      files: { 'out/k.yaml': 'resources: [sub/r.yaml]\n' },
      links: { 'root/kustomization.yaml': '../out/k.yaml' },
    },
    /neither a file nor a directory with a kustomization/,
  ],
  [
    'a kustomization that is a link to inside',
    {
      files: { 'root/sub/k.yaml': 'resources: [sub/r.yaml]\n' },
      links: { 'root/kustomization.yaml': 'sub/k.yaml' },
    },
    printed,
  ],
  [
    'a root behind a link',
    { files: resource('sub/r.yaml'), links: { alias: 'root' }, root: 'alias' },
    printed,
  ],
  [
    'a base behind a link',
    { files: resource('base'), links: { 'root/base': '../real/base' } },
    printed,
  ],
  [
    'two dots count from where a base really is',
    {
      files: { ...resource('sub/base'), 'real/base/kustomization.yaml': 'resources: [../x]\n' },
      links: { 'root/sub/base': '../../real/base' },
    },
    printed,
  ],
  ['a link to itself', { files: resource('self'), links: { 'root/self': '.' } }, /leads back/],
  [
    'a link up',
    { files: resource('sub/up'), links: { 'root/sub/up': '../../root' } },
    /leads back/,
  ],
  [
    'links in a circle',
    { files: resource('a'), links: { 'root/a': 'b', 'root/b': 'a' } },
    /refused/,
  ],
  [
    'a source of links in a circle',
    { files: source('a'), links: { 'root/a': 'b', 'root/b': 'a' } },
    /refused/,
  ],
  ['an absolute path inside', { files: resource('<TOP>/root/sub/r.yaml') }, printed],
  ['an absolute path outside', { files: resource('<TOP>/out/r.yaml') }, /not in or below/],
  ['an absolute directory', { files: resource('<TOP>/real/base') }, /no relative path/],
  [
    'a source behind a link to outside',
    { files: source('sub/k'), links: { 'root/sub/k': '../../out/r.yaml' } },
    /not in or below/,
  ],
  [
    'a source through a link out and back',
    { files: source('sub/abs/sub/r.yaml'), links: { 'root/sub/abs': '<TOP>/root' } },
    /name: c-/,
  ],
  [
    'a directory called kustomization.yaml',
    {
      files: {
        'root/kustomization.yaml/x': '',
        'root/kustomization.yml': 'resources: [sub/r.yaml]\n',
      },
    },
    printed,
  ],
  ['a path with needless parts', { files: resource('./sub//../sub/./r.yaml/') }, printed],
  ['two dots through nothing', { files: resource('nothing/../sub/r.yaml') }, printed],
  ['a directory as a source', { files: source('sub') }, /does not exist or is no file/],
  ['a directory without kustomization', { files: resource('sub') }, /neither a file nor/],
  [
    'a file as a component',
    { files: { 'root/kustomization.yaml': 'components: [sub/r.yaml]\n' } },
    /neither a file nor/,
  ],
  ['itself', { files: resource('.') }, /leads back/],
  ['what holds it', { files: resource('..') }, /leads back/],
  ['a path out of the disk', { files: resource('../../../../../../../../../../../x') }, /outside/],
  ['a path with a NUL', { files: resource('"sub/r.yaml\\0"') }, /refused/],
  ['a path with a line break', { files: resource('"a\\nb"') }, /refused/],
  ['a very long path', { files: resource('x'.repeat(5000)) }, /refused/],
  ['a device', { files: source('/dev/zero') }, /refused/],
  [
    'what git would fetch',
    {
      files: {
        ...resource('github.com/a/b'),
        'root/github.com/a/b/kustomization.yaml': 'resources: [r.yaml]\n',
        'root/github.com/a/b/r.yaml': object('a'),
      },
    },
    /not on this machine/,
  ],
]

describe('paths that mean harm', {
  ...Object.fromEntries(
    disks.map(([what, disk, expected]) => [
      what,
      () => {
        const told = onDisk(disk)
        if (typeof expected === 'string') assert.is(told, expected)
        else assert.match(told, expected)
      },
    ]),
  ),
})

const head = 'apiVersion: v1\nkind: X\nmetadata: {name: a}\n'
const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const aliases = numbers(9)
  .map((i) => `b${i + 1}: &b${i + 1} [${Array(10).fill(`*b${i}`).join()}]\n`)
  .join('')

const merges = numbers(30)
  .map((i) => `b${i + 1}: &b${i + 1} {x: {<<: *b${i}}, y: {<<: *b${i}}}\n`)
  .join('')

/** Components that each name the next one twice, so that the last is entered 2^30 times. */
const doubling = (): Files =>
  new Map([
    ['kustomization.yaml', 'resources: [r.yaml]\ncomponents: [c0]\n'],
    ['r.yaml', head],
    ...numbers(30).map((i): [string, string] => [
      `c${i}/kustomization.yaml`,
      `${component}components: [../c${i + 1}, ../c${i + 1}]\n`,
    ]),
    ['c30/kustomization.yaml', `${component}namePrefix: x\n`],
  ])

const withPatch = (patch: string): Files =>
  new Map([
    ['kustomization.yaml', 'resources: [r.yaml]\npatches: [{target: {kind: X}, path: p}]\n'],
    ['r.yaml', `${head}a: {x: 1}\n`],
    ['p', patch],
  ])

const withKustomization = (...lines: readonly string[]): Files =>
  new Map([
    ['kustomization.yaml', ['resources: [r.yaml]', ...lines, ''].join('\n')],
    ['r.yaml', `${head}spec: {a: b}\ncontainers: [{image: ${'x'.repeat(5000)}}]\n`],
  ])

const env = (text: string): Files =>
  new Map([
    ['kustomization.yaml', 'configMapGenerator: [{name: c, envs: [e]}]\n'],
    ['e', text],
  ])

/** [what, the tree, what is printed or refused] */
const texts: readonly (readonly [string, () => Files, RegExp])[] = [
  [
    '10,000 brackets',
    () => onlyFile(`${head}a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`),
    /levels deep/,
  ],
  [
    '10,000 levels of blocks',
    () => onlyFile(`${head}a:\n${'- '.repeat(10_000)}x\n`),
    /levels deep/,
  ],
  ['a million open brackets', () => onlyFile(`${head}a: ${'['.repeat(1e6)}`), /levels deep/],
  ['900 levels', () => onlyFile(`${head}a: ${'['.repeat(900)}${']'.repeat(900)}\n`), /^a:\n- - -/],
  [
    '10,000 levels in a kustomization',
    () => new Map([['kustomization.yaml', `resources: ${'['.repeat(10_000)}`]]),
    /levels deep/,
  ],
  [
    '10,000 levels in a JSON patch',
    () =>
      withPatch(`[{"op":"add","path":"/a","value":${'['.repeat(10_000)}${']'.repeat(10_000)}}]`),
    /refused/,
  ],
  [
    'aliases of aliases',
    () => onlyFile(`${head}b0: &b0 [x]\n${aliases}`),
    /more than a million values/,
  ],
  [
    'merge keys of merge keys',
    () => onlyFile(`${head}b0: &b0 {x: y}\n${merges}`),
    /more than a million values/,
  ],
  ['a merge key of what holds it', () => onlyFile(`${head}a: &x {b: {<<: *x}}\n`), /too deep/],
  ['an alias of itself', () => onlyFile(`${head}a: &x [*x]\n`), /holds itself/],
  [
    'copies of copies',
    () =>
      withPatch(
        numbers(40)
          .map((i) => `- {op: copy, from: /a, path: /a/k${i}}\n`)
          .join(''),
      ),
    /more than a million values/,
  ],
  [
    'replacements of replacements',
    () =>
      withKustomization(
        'replacements:',
        ...numbers(40).map(
          (i) =>
            `- {source: {kind: X, fieldPath: spec}, targets: [{select: {kind: X}, options: {create: true}, fieldPaths: [spec.k${i}]}]}`,
        ),
      ),
    /more than a million values/,
  ],
  [
    'a path of 20,000 steps',
    () => withPatch(`- {op: add, path: "${'/a'.repeat(20_000)}", value: 1}\n`),
    /20000 steps/,
  ],
  [
    'a field of 20,000 steps',
    () =>
      withKustomization(
        `labels: [{pairs: {a: b}, fields: [{path: ${'a/'.repeat(20_000)}b, create: true}]}]`,
      ),
    /too deep/,
  ],
  ['components that double', doubling, /entered more than 1000 times/],
  [
    '150,000 items',
    () =>
      onlyFile(
        `kind: List\nitems:\n${numbers(150_000)
          .map((i) => `- {kind: X, metadata: {name: a${i}}}\n`)
          .join('')}`,
      ),
    /^kind: X/,
  ],
  [
    'patterns that explode elsewhere',
    () =>
      withKustomization(
        'patches: [{target: {name: "(a*)*b|(a|aa)+"}, patch: "- {op: add, path: /hit, value: 1}"}]',
        'images: [{name: "(x+x+)+y", newTag: q}]',
      ),
    /\nhit: 1\n/,
  ],
  [
    'a pattern of a million brackets',
    () =>
      withKustomization(
        `patches: [{target: {name: "${'('.repeat(1e6)}"}, patch: "- {op: add, path: /q, value: 1}"}]`,
      ),
    /1000000 characters/,
  ],
  [
    'a name of an image that is no pattern',
    () => withKustomization('images: [{name: "[", newTag: q}]'),
    /a name is "\[", which is no regular expression/,
  ],
  [
    'a selector that never ends',
    () =>
      withKustomization(
        `patches: [{target: {labelSelector: "${'a-'.repeat(50_000)}!"}, patch: "- {op: add, path: /q, value: 1}"}]`,
      ),
    /no selector/,
  ],
  ['bytes that are no text', () => onlyFile(new Uint8Array([97, 58, 32, 255])), /not UTF-8/],
  ['a NUL', () => onlyFile(`${head}\0`), /control character U\+0000/],
  [
    'a line of an env file that Go reads',
    () => env(`A=1\nB=${'v'.repeat(65_533)}\nC=3\n`),
    /\n {2}C: "3"\n/,
  ],
  [
    'a line of an env file that ends it',
    () => env(`A=1\nB=${'v'.repeat(65_534)}\nC=3\n`),
    /^apiVersion: v1\ndata:\n {2}A: "1"\nkind/,
  ],
]

describe('texts that mean harm', {
  ...Object.fromEntries(
    texts.map(([what, files, expected]) => [what, () => assert.match(outcome(files()), expected)]),
  ),
})

const words = ['__proto__', 'constructor', 'hasOwnProperty', 'toString']

/** A word wherever a tree takes a name of its user's choice. */
function named(word: string): Files {
  return new Map([
    [
      'kustomization.yaml',
      `resources: [r.yaml, ${word}]
namePrefix: ${word}-
namespace: ${word}
commonLabels: {${word}: ${word}}
commonAnnotations: {${word}: ${word}}
generatorOptions: {labels: {${word}: x}, annotations: {${word}: z}}
configMapGenerator: [{name: ${word}, literals: [${word}=l], files: [${word}.txt], envs: [e]}]
secretGenerator: [{name: ${word}, literals: [${word}=l], type: ${word}}]
images: [{name: ${word}, newName: ${word}, newTag: ${word}}]
replicas: [{name: ${word}, count: 2}]
patches:
- patch: "- {op: add, path: /metadata/annotations/${word}, value: {${word}: 1}}"
  target: {kind: Deployment, labelSelector: "!${word.replaceAll('_', '')}x"}
- patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${word}}, spec: {${word}: {${word}: 2}}}"
replacements:
- source: {kind: ConfigMap, name: ${word}, fieldPath: "data.${word}"}
  targets: [{select: {kind: Deployment}, fieldPaths: ["spec.${word}.n", "spec.template.spec.containers.[name=${word}].env.[name=${word}].value"], options: {create: true}}]
vars: [{name: ${word}, objref: {kind: Service, name: ${word}, apiVersion: v1}, fieldref: {fieldPath: "metadata.labels.${word}"}}]
sortOptions: {order: legacy, legacySortOptions: {orderFirst: [${word}], orderLast: [Deployment]}}
`,
    ],
    ['e', `${word}e=1\n`],
    [`${word}.txt`, 't'],
    [`${word}/kustomization.yaml`, 'resources: [s.yaml]\n'],
    [
      `${word}/s.yaml`,
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${word}, labels: {${word}: ${word}}}\n---\napiVersion: ${word}/${word}\nkind: ${word}\nmetadata: {name: ${word}}\n${word}: {${word}: [{${word}: 1}]}\n`,
    ],
    [
      'r.yaml',
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${word}, labels: {${word}: ${word}}}\nspec: {${word}: {q: {a: 1}}, template: {spec: {containers: [{name: ${word}, image: ${word}, env: [{name: ${word}, value: x}, {name: v, value: $(${word})}]}]}}}\n`,
    ],
  ])
}

describe('words that mean something to JavaScript', {
  'are words like any other': () => {
    const plain = outcome(named('somewords'))
    assert.match(plain, /kind: Deployment/)
    for (const word of words) {
      const own = (text: string) =>
        text
          .replace(/-[a-z0-9]{10}$/gm, '-HASH')
          .split('\n')
          .sort()
      assert.equal(own(outcome(named(word)).replaceAll(word, 'somewords')), own(plain), word)
    }
  },
  'are no fields': () => {
    for (const word of words) {
      assert.match(outcome(withKustomization(`${word}: 1`)), `unknown field "${word}"`)
      assert.match(outcome(withKustomization(`images: [{${word}: 1}]`)), `unknown field "${word}"`)
    }
  },
})
