import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { removedApis } from '../../generator/validate/removed-apis.ts'

/** Modules with the Go types of every API, of the newest stored minor and of an older one that still has what is gone. */
const MODULES = [
  'k8s.io/api@v0.32.13',
  'k8s.io/api@v0.36.3',
  'k8s.io/apiextensions-apiserver@v0.36.3',
  'k8s.io/kube-aggregator@v0.36.3',
]

const GENERATED = 'zz_generated.prerelease-lifecycle.go'

/** Groups by the folder of their types. */
const GROUPS: Readonly<Record<string, string>> = {
  extensions: 'extensions',
  apps: 'apps',
  autoscaling: 'autoscaling',
  batch: 'batch',
  policy: 'policy',
  rbac: 'rbac.authorization.k8s.io',
  flowcontrol: 'flowcontrol.apiserver.k8s.io',
}

/** Kinds that nobody writes into a file. */
const ASKED =
  /Review$|^(?:Scale|Eviction|DeploymentRollback|APIGroupDiscovery|LeaseCandidate|ResourcePoolStatusRequest)$/

/** Where the table disagrees with what the API server says of its own types: it warns, and stops to serve, by these. */
export function removedApiDisagreements(newest: number): readonly string[] {
  const known = lifecycles()
  const told = removedApis.flatMap((row) =>
    row.kinds.map((kind) => [`${row.apiVersion} ${kind}`, row] as const),
  )
  const names = new Set<string>(told.map(([name]) => name))
  const wrong = told.flatMap(([name, { deprecated, removed }]) => {
    const found = known.get(name)
    if (found === undefined || (found.deprecated === deprecated && found.removed === removed))
      return []
    return [
      `${name}: ${deprecated}/${removed}, the server says ${found.deprecated}/${found.removed}`,
    ]
  })
  const missing = Array.from(known).flatMap(([name, { deprecated }]) =>
    deprecated > newest || names.has(name) || name.includes('alpha') ? [] : [`${name} is missing`],
  )
  return [...wrong, ...missing]
}

type Lifecycle = { readonly deprecated: number; readonly removed: number }

function lifecycles(): ReadonlyMap<string, Lifecycle> {
  const found = new Map<string, Lifecycle>()
  for (const module of MODULES)
    for (const [name, lifecycle] of lifecyclesIn(folderOf(module))) found.set(name, lifecycle)
  return found
}

function folderOf(module: string): string {
  const text = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' })
  return (JSON.parse(text) as { readonly Dir: string }).Dir
}

function lifecyclesIn(root: string): readonly (readonly [string, Lifecycle])[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith(GENERATED))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      const removed = minorsIn(text, 'Removed')
      return Array.from(minorsIn(text, 'Deprecated')).flatMap(([kind, deprecated]) => {
        const last = removed.get(kind)
        if (last === undefined || ASKED.test(kind) || kind.endsWith('List')) return []
        return [
          [
            `${apiVersionOf(relative(root, join(root, file)))} ${kind}`,
            { deprecated, removed: last },
          ] as const,
        ]
      })
    })
}

function minorsIn(text: string, what: string): ReadonlyMap<string, number> {
  const pattern = new RegExp(
    `in \\*(\\w+)\\) APILifecycle${what}\\(\\)[^{]*\\{\\s*return 1, (\\d+)`,
    'g',
  )
  return new Map(
    Array.from(text.matchAll(pattern), ([, kind = '', minor]) => [kind, Number(minor)]),
  )
}

/** `rbac/v1beta1/…` and `pkg/apis/apiextensions/v1beta1/…` as the version that manifests name. */
function apiVersionOf(file: string): string {
  const [version = '', group = ''] = file.split('/').reverse().slice(1)
  return `${GROUPS[group] ?? `${group}.k8s.io`}/${version}`
}
