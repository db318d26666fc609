import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { assert, describe } from './harness.ts'

type Room = {
  /** Rooms, or single files of rooms, that it may import. */
  readonly may: readonly string[]
  /** Packages and Node modules that it may import. */
  readonly uses?: readonly string[]
  readonly why: string
}

const DESCRIBED = ['core', 'model', 'fleet/types.ts', 'fleet/values.ts']

/** The table of ARCHITECTURE.md. An arrow that is not here is a mistake, or a change of the design. */
const ROOMS: Readonly<Record<string, Room>> = {
  core: {
    may: [],
    uses: ['node:crypto', 'node:module'],
    why: 'the vocabulary; it knows no other room',
  },
  yaml: { may: ['core'], uses: ['yaml'], why: 'the only room that knows the YAML library' },
  fleet: { may: ['core', 'yaml'], uses: ['ajv'], why: 'fleet.yaml to a checked Fleet' },
  model: { may: ['core'], uses: ['@kubernetes/client-node'], why: 'constructors, types only' },
  apps: { may: DESCRIBED, why: 'an application says what it wants, not how it is written' },
  platforms: {
    may: [...DESCRIBED, 'fleet/mirror.ts'],
    why: 'a platform changes objects, it knows no application',
  },
  overlay: {
    may: ['core', 'yaml', 'kustomize'],
    why: 'the difference between two lists of objects; pure',
  },
  gitops: {
    may: ['core', 'model', 'fleet/types.ts'],
    why: 'what is delivered, in plain data, and how each engine says it; no paths, no rendering',
  },
  layout: {
    may: ['core', 'yaml', 'fleet', 'model', 'overlay', 'kustomize', 'gitops'],
    why: 'the only room that knows paths; applications and platforms reach it inside a Fleet',
  },
  kustomize: {
    may: ['core', 'yaml'],
    uses: ['node:path', 'node:crypto', 'node:module', 're2js'],
    why: 'renders any directory, not only ours',
  },
  validate: {
    may: ['core', 'yaml'],
    uses: ['@bufbuild/cel', '@bufbuild/cel/ext', 're2js', 'ajv'],
    why: 'judges objects whoever wrote them',
  },
  report: { may: ['core'], why: 'values to text; no reading, no judging' },
  io: {
    may: ['core'],
    uses: [
      'node:fs',
      'node:v8',
      'node:fs/promises',
      'node:path',
      'node:crypto',
      'node:os',
      'node:buffer',
      'node:child_process',
      'node:http',
      'node:https',
      'fast-glob',
      '@kubernetes/client-node',
    ],
    why: 'the only room that touches the disk',
  },
  library: {
    may: ['core', 'kustomize', 'io'],
    uses: ['node:path'],
    why: 'what the package exports; nothing of our fleet',
  },
  cli: {
    may: ['core', 'yaml', 'fleet', 'apps', 'platforms', 'overlay', 'layout', 'kustomize'].concat(
      'validate',
      'report',
      'io',
    ),
    uses: ['node:path', 'node:util', 'node:url', 'node:fs', 'node:stream/consumers'],
    why: 'wires the others',
  },
}

/** Folders whose files are all members of the list in their index.ts; what else stands there is named. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  platforms: ['common.ts', 'pods.ts'],
  'cli/commands': [],
  'kustomize/transformers': [],
  'kustomize/warnings': [
    ...['warning.ts', 'check-build.ts', 'survey.ts', 'pods.ts', 'scalars.ts'],
    ...['place-of-namespace.ts', 'watch-images.ts', 'watch-replacement.ts'],
  ],
  'validate/rules': [],
  'validate/text-rules': ['text-rule.ts'],
  report: ['reporter.ts'],
}

type Import = {
  readonly file: string
  readonly room: string
  readonly target: string
  readonly how: 'type' | 'value' | 'lazy'
}

const files = readdirSync('generator', { recursive: true, encoding: 'utf8' })
  .map((f) => f.replaceAll('\\', '/'))
  .filter((f) => f.endsWith('.ts'))

const IMPORT =
  /^(?:import|export)(\s+type)?\b(?:[^'"]*?from)?\s*'([^']+)'|\b(import)\('([^']+)'\)/gm

const imports = files.flatMap((file): Import[] => {
  const source = readFileSync(`generator/${file}`, 'utf8')
  return Array.from(source.matchAll(IMPORT), ([, type, from = '', lazy, loaded]) => ({
    file,
    room: file.split('/')[0] ?? '',
    target: resolved(file, loaded ?? from),
    how: lazy ? 'lazy' : type ? 'type' : 'value',
  }))
})

function resolved(file: string, target: string): string {
  return target.startsWith('.') ? posix.join(posix.dirname(file), target) : target
}

function allowed({ room, target }: Import): boolean {
  const { may = [], uses = [] } = ROOMS[room] ?? {}
  if (uses.includes(target)) return true
  return [room, ...may].some((m) => target === m || target.startsWith(`${m}/`))
}

/** Everything that is loaded when `from` is, lazily imported files left out. */
function eager(from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen
  seen.add(from)
  for (const i of imports) if (i.file === from && i.how === 'value') eager(i.target, seen)
  return seen
}

describe('architecture', {
  'every arrow is in the table': () => {
    const lines = imports
      .filter((i) => !allowed(i))
      .map(
        (i) => `${i.file} imports ${i.target}: ${ROOMS[i.room]?.why ?? `add ${i.room} to ROOMS`}`,
      )
    assert.is(lines.join('\n'), '')
  },
  'the test sees imports at all': () => assert.ok(imports.length > 200),
  'client-node is imported for its types, or lazily': () => {
    const found = imports.filter((i) => i.target === '@kubernetes/client-node' && i.how === 'value')
    assert.equal(found, [])
  },
  'help loads no application, no schema library, no YAML': () => {
    const loaded = [...eager('cli/main.ts')]
    const heavy =
      /^(ajv|yaml|fast-glob|@kubernetes\/client-node)$|^(apps|platforms|layout|validate)\//
    assert.equal(
      loaded.filter((target) => heavy.test(target)),
      [],
    )
  },
  'what multiplies is in its list': () => {
    for (const [folder, helpers] of Object.entries(LISTS)) {
      const text = readFileSync(`generator/${folder}/index.ts`, 'utf8')
      const members = files.filter(
        (f) => posix.dirname(f) === folder && ![...helpers, 'index.ts'].includes(posix.basename(f)),
      )
      assert.ok(members.length > 0, `generator/${folder} is empty`)
      for (const file of members)
        assert.ok(
          text.includes(`'./${posix.basename(file)}'`),
          `add ${file} to generator/${folder}/index.ts`,
        )
    }
  },
  'CEL and RE2 are loaded lazily': () => {
    const libraries = /^(@bufbuild\/cel|re2js)/
    for (const from of ['cli/validate.ts', 'cli/generate.ts', 'validate/index.ts'])
      assert.equal(
        [...eager(from)].filter((target) => libraries.test(target)),
        [],
      )
  },
  'every application is in the list of applications': () => {
    const text = readFileSync('generator/apps/index.ts', 'utf8')
    const found = files.filter(
      (f) =>
        f.startsWith('apps/') &&
        f !== 'apps/define.ts' &&
        /\bdefineApp(<|\()/.test(readFileSync(`generator/${f}`, 'utf8')),
    )
    assert.ok(found.length >= 10)
    for (const file of found)
      assert.ok(
        text.includes(`'./${posix.relative('apps', file)}'`),
        `add ${file} to apps/index.ts`,
      )
  },
  'files stay small': () => {
    const long = files
      .map((f) => [f, readFileSync(`generator/${f}`, 'utf8').split('\n').length] as const)
      .filter(([f, lines]) => lines > 251 && !f.includes('/tables/'))
    assert.equal(long, [])
  },
})
