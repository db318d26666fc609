import type { Finding } from '../core/finding.ts'
import type { planChanges } from '../core/lock.ts'
import { type Checking, findingOf } from './check.ts'

/** A file that is not what fleet.yaml says. */
export type Drift = {
  readonly what: 'missing' | 'stale' | 'left' | 'edited'
  readonly path: string
  readonly why?: string
}

export function driftIn(changes: ReturnType<typeof planChanges>): readonly Drift[] {
  return [
    ...changes.created.map((path) => ({ what: 'missing' as const, path })),
    ...changes.changed.map((path) => ({ what: 'stale' as const, path })),
    ...changes.removed.map((path) => ({ what: 'left' as const, path })),
    ...changes.refused.map(({ path, why }) => ({ what: 'edited' as const, path, why })),
  ]
}

/** `stale   base/web/service-web.yaml`. */
export const lineOf = ({ what, path, why }: Drift): string =>
  `${what.padEnd(7)} ${path}${why === undefined ? '' : `: ${why}`}\n`

const MESSAGES: Readonly<Record<Drift['what'], string>> = {
  missing: 'this file is missing',
  stale: 'this file is not what fleet.yaml says',
  left: 'this file is left over: fleet.yaml no longer asks for it',
  edited: 'this generated file was edited by hand',
}

/** A report that also has a finding for each file. */
export function withDrift(checking: Checking, drift: readonly Drift[]): Checking {
  const findings = drift.map(({ what, path, why }): Finding => {
    const message = why === undefined ? MESSAGES[what] : `${MESSAGES[what]}: ${why}`
    const place = what === 'missing' ? {} : { place: { file: path, line: 1, column: 1 } }
    return findingOf('generated-file', 'error', path, { message, hint: HINT, ...place })
  })
  return { ...checking, findings: [...checking.findings, ...findings] }
}

const HINT = 'run "npm run generate" and commit what it writes'
