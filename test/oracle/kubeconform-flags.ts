import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { validate } from '../cli/in-folder.ts'

const config = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: x }\ndata: { a: ${more || 'b'} }\n`
const thing = (name: string, size: number): string =>
  `apiVersion: example.org/v1\nkind: Thing\nmetadata: { name: ${name}, namespace: x }\nspec: { size: ${size} }\n`

const FILES: Readonly<Record<string, string>> = {
  'm/good.yaml': config('good'),
  'm/sub/bad.yml': config('bad', '1'),
  'm/sub/more.json': JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'List' },
    items: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'listed' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'wrong' }, spce: {} },
    ],
  }),
  'm/thing.yaml': `${thing('small', 0)}---\n${thing('large', 5)}`,
  'm/windows.yaml': config('windows').replaceAll('\n', '\r\n'),
  'm/notes.txt': 'nothing',
  'twice/twice.yaml': `${config('twice')}data: { a: c }\n`,
  'broken/broken.yaml': 'apiVersion: v1\nkind: [\n',
  'stdin.yaml': `${config('one')}---\n# nothing\n---\n${config('two', '3')}`,
  'crds/example.org/thing_v1.json': JSON.stringify({
    type: 'object',
    properties: { spec: { type: 'object', properties: { size: { minimum: 1 } } } },
  }),
}

const ours = 'crds/{{.Group}}/{{ .ResourceKind }}_{{.ResourceAPIVersion}}.json'

/** Arguments that both programs get, ours with two dashes; `-` reads stdin.yaml. */
const COMMANDS: readonly (readonly string[])[] = [
  ['m'],
  ['m/good.yaml', 'm/sub'],
  ['m', '-skip', 'ConfigMap'],
  ['m', '-skip', 'v1/ConfigMap,example.org/v1/Thing'],
  ['m', '-skip', 'v2/ConfigMap,Thing'],
  ['m', '-reject', 'Thing,v1/Namespace'],
  ['m', '-reject', 'ConfigMap', '-skip', 'ConfigMap'],
  ['m', '-ignore-missing-schemas'],
  ['m', '-ignore-filename-pattern', 'sub/', '-ignore-filename-pattern', '(?i)\\bTHING'],
  ['m', '-schema-location', ours],
  ['m', '-schema-location', 'crds/example.org/thing_v1.json', '-skip', 'ConfigMap,Namespace'],
  ['twice'],
  ['broken', 'm/good.yaml'],
  ['link'],
  ['-'],
  ['nowhere', 'm/good.yaml'],
]

/** What a program says: whether it is content, how many objects it passes over, and which it refuses. */
type Verdict = {
  readonly isContent: boolean
  readonly skipped: number
  readonly refused: readonly string[]
}

/** Flags that both have mean the same: every command line gives the same verdict on the same objects. */
export async function kubeconformFlags(binary: string): Promise<readonly string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'strata-flags-'))
  try {
    for (const [path, content] of Object.entries(FILES)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true })
      writeFileSync(join(cwd, path), content)
    }
    mkdirSync(join(cwd, 'link'))
    symlinkSync('../m/sub/bad.yml', join(cwd, 'link/bad.yaml'))
    const differences: string[] = []
    for (const args of COMMANDS) {
      const [theirs, mine] = [theirVerdict(binary, cwd, args), await ourVerdict(cwd, args)]
      if (JSON.stringify(theirs) !== JSON.stringify(mine))
        differences.push(
          `${args.join(' ')}: kubeconform ${JSON.stringify(theirs)}, strata ${JSON.stringify(mine)}`,
        )
    }
    return differences
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

function theirVerdict(binary: string, cwd: string, args: readonly string[]): Verdict {
  const schemas = resolve('schemas')
  const flags = ['-strict', '-verbose', '-output', 'json', '-kubernetes-version', '1.34.0']
  const run = spawnSync(binary, [...flags, '-schema-location', schemas, ...flagsFirst(args)], {
    ...{ cwd, encoding: 'utf8' },
    input: FILES['stdin.yaml'] ?? '',
  })
  const isContent = run.status === 0
  if (run.stdout === '') return { isContent, skipped: 0, refused: [] }
  const { resources = [] } = JSON.parse(run.stdout) as {
    readonly resources?: readonly Readonly<Record<'kind' | 'name' | 'status' | 'msg', string>>[]
  }
  const refused = resources
    .filter(({ status }) => status === 'statusInvalid' || status === 'statusError')
    // What cannot be read has no name in our reports.
    .filter(({ name, msg }) => name !== '' && !msg.includes('unmarshalling'))
  return {
    isContent,
    skipped: resources.filter(({ status }) => status === 'statusSkipped').length,
    refused: sorted(refused.map(({ kind, name }) => `${kind}/${name}`)),
  }
}

async function ourVerdict(cwd: string, args: readonly string[]): Promise<Verdict> {
  const flags = ['--format', 'json', '--kubernetes-version', '1.34']
  const location = args.includes('-schema-location') ? ['--schema-location', 'default'] : []
  const mine = args.map((arg) => (/^-\w/.test(arg) ? `-${arg}` : arg))
  const { code, out } = await validate(
    cwd,
    [...flags, ...location, ...mine],
    Buffer.from(FILES['stdin.yaml'] ?? ''),
  )
  const isContent = code === 0
  if (out === '') return { isContent, skipped: 0, refused: [] }
  const { findings, summary } = JSON.parse(out) as {
    readonly findings: readonly Readonly<Record<'rule' | 'resource' | 'severity', string>>[]
    readonly summary: { readonly skipped: number }
  }
  const missing = findings.filter((f) => f.rule === 'schema-stored' && f.severity === 'warning')
  const refused = findings.filter((f) => f.resource !== '' && f.severity === 'error')
  return {
    isContent,
    skipped: summary.skipped + missing.length,
    refused: sorted(refused.map(({ resource }) => resource.replace('/x/', '/'))),
  }
}

/** Go stops reading flags at the first operand. */
function flagsFirst(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => /^-\w/.test(arg))
  return at < 0 ? args : [...args.slice(at), ...args.slice(0, at)]
}

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()
