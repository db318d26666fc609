import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../../generator/cli/run.ts'
import { catalog } from '../catalog.ts'

/** A manifest that nobody objects to. */
export const GOOD =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: x }\ndata: { a: b }\n'
/** Files of a test by path. */
type Files = Readonly<Record<string, string | Uint8Array>>

/** Does something in a new folder with these files. */
export async function inFolder<T>(files: Files, act: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = mkdtempSync(join(tmpdir(), 'strata-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true })
      writeFileSync(join(cwd, path), content)
    }
    return await act(cwd)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** What `strata validate` says in a folder. */
export async function validate(
  cwd: string,
  args: readonly string[],
  stdin: Uint8Array = new Uint8Array(),
) {
  const said = { out: '', err: '' }
  const code = await run(['validate', ...args], {
    catalog: async () => catalog,
    cwd,
    home: process.cwd(),
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    style: (_format, text) => text,
    now: () => new Date('2026-11-21T09:05:59Z'),
    stdin: async () => stdin,
    progress: () => {},
  })
  return { code, ...said }
}

/** What a report says, in short: exit code, objects, and `source rule: message` of each finding. */
export async function found(cwd: string, args: readonly string[], stdin?: Uint8Array) {
  const { code, out, err } = await validate(cwd, [...args, '--format', 'json'], stdin)
  if (out === '') return { code, objects: 0, findings: [err], others: [] }
  const { summary, findings, others } = JSON.parse(out)
  return {
    code,
    objects: summary.objects as number,
    findings: findings.map(
      (one: Record<string, string>) => `${one.source} ${one.rule}: ${one.message}`,
    ) as string[],
    others: others as string[],
  }
}
