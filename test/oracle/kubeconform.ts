import { spawnSync } from 'node:child_process'

/** What kubeconform says about a folder: counts of objects, and a message for each that is not valid. */
export type Verdict = {
  readonly valid: number
  readonly invalid: number
  readonly errors: number
  readonly skipped: number
  readonly messages: readonly string[]
}

type Entry = {
  readonly filename: string
  readonly kind: string
  readonly name: string
  readonly status: string
  readonly msg: string
}

type Output = {
  readonly resources?: readonly Entry[]
  readonly summary: Omit<Verdict, 'messages'>
}

/**
 * Checks all YAML files below `folder` strictly with the real kubeconform (`binary`), which reads our own
 * `schemas` folder and nothing else. `kubernetes` is a stored minor such as `1.34`. Throws when it cannot run.
 */
export function kubeconformCheck(
  binary: string,
  schemas: string,
  folder: string,
  kubernetes: string,
): Verdict {
  const custom = `${schemas}/crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`
  const args = [
    ...['-strict', '-summary', '-output', 'json', '-kubernetes-version', `${kubernetes}.0`],
    ...['-schema-location', schemas, '-schema-location', custom, folder],
  ]
  const run = spawnSync(binary, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (run.error !== undefined) throw run.error
  if (run.stdout === '') throw new Error(`kubeconform says nothing: ${run.stderr}`)
  const { summary, resources = [] } = JSON.parse(run.stdout) as Output
  const messages = resources.map(
    ({ filename, kind, name, status, msg }) => `${filename}: ${kind}/${name} ${status}: ${msg}`,
  )
  const { valid, invalid, errors, skipped } = summary
  return { valid, invalid, errors, skipped, messages }
}
