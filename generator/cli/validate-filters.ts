import { type Finding, UserError } from '../core/finding.ts'
import { idOf, type Resource } from '../core/resource.ts'
import { OPENSHIFT } from '../fleet/cluster.ts'
import type { Catalog } from '../validate/index.ts'
import type { Filter } from './judge-units.ts'

/** The Kubernetes minor that the flags ask for: `1.34` of `v1.34.2`, of OpenShift its own, the newest stored one of `master`. */
export function versionOf(
  catalog: Catalog,
  kubernetes: string | undefined,
  openshift: string | undefined,
): string | undefined {
  if (kubernetes !== undefined && openshift !== undefined)
    throw new UserError({
      message: '--kubernetes-version and --openshift-version are both given',
      hint: 'name one of them: an OpenShift version stands for its Kubernetes version',
    })
  if (openshift === undefined)
    return kubernetes === undefined ? undefined : minorOf(catalog, kubernetes, 'kubernetes-version')
  const minor = OPENSHIFT[/^v?(4\.\d+)(?:\.|$)/.exec(openshift)?.[1] ?? '']
  if (minor !== undefined && catalog.versions.includes(minor)) return minor
  const usable = Object.keys(OPENSHIFT).filter((one) =>
    catalog.versions.includes(OPENSHIFT[one] ?? ''),
  )
  const why =
    minor === undefined
      ? 'whose Kubernetes version is not known'
      : `which is Kubernetes ${minor}, for which there are no schemas`
  throw new UserError({
    message: `--openshift-version is "${openshift}", ${why}`,
    hint: `use one of ${usable.join(', ')}${minor === undefined ? ', or --kubernetes-version' : ''}`,
  })
}

/** `1.33,1.34` as versions with stored schemas. */
export function matrixOf(catalog: Catalog, list: string): readonly string[] {
  return [...new Set(list.split(',').map((v) => minorOf(catalog, v.trim(), 'version-matrix')))]
}

function minorOf({ versions, newest }: Catalog, version: string, flag: string): string {
  if (version === 'master') return newest
  const minor = /^v?(\d+\.\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(version)?.[1] ?? ''
  if (versions.includes(minor)) return minor
  throw new UserError({
    message: `--${flag} is "${version}", for which there are no schemas`,
    hint: `use one of ${versions.join(', ')}`,
  })
}

/** Kinds as kubeconform's flags name them: `Secret`, `v1/Secret`, several with commas. */
export type Kinds = ReadonlySet<string>

export function kindsOf(flag: string, lists: readonly string[]): Kinds {
  const kinds = lists.flatMap((list) => list.split(',')).map((kind) => kind.trim())
  const named = kinds.filter((kind) => kind !== '')
  const odd = named.find((kind) => !/^(?:[\w.-]+\/){0,2}\w+$/.test(kind))
  if (odd === undefined && (lists.length === 0 || named.length > 0)) return new Set(named)
  throw new UserError({
    message:
      odd === undefined ? `${flag} names no kind` : `${flag} names "${odd}", which is no kind`,
    hint: 'write Secret, v1/Secret or apps/v1/Deployment; several with commas',
  })
}

const isOneOf = (kinds: Kinds, resource: Resource): boolean =>
  kinds.has(resource?.kind) || kinds.has(`${resource?.apiVersion}/${resource?.kind}`)

/** What has no name is an error in any case. */
const isNamed = (resource: Resource): boolean => typeof resource.metadata?.name === 'string'

/** Passes over the kinds that are to be skipped, with a finding for each object of those that are rejected. */
export const filterOf = (skip: Kinds, reject: Kinds): Filter => ({
  skips: (resource) => skip.size > 0 && isOneOf(skip, resource),
  refuses: (resource) =>
    reject.size > 0 && isOneOf(reject, resource) && isNamed(resource)
      ? refusal(resource)
      : undefined,
})

const refusal = (resource: Resource): Omit<Finding, 'source'> => ({
  rule: 'kind-rejected',
  severity: 'error',
  resource: idOf(resource),
  pointer: '',
  message: `${resource.kind} is a kind that --reject names`,
  hint: 'take the object out',
})

/** Kinds without a schema become warnings; with a reason in the settings they are counted only. */
export function withoutMissing(
  findings: readonly Finding[],
  reason: string | undefined,
): { readonly findings: readonly Finding[]; readonly skipped: number } {
  const left = findings.flatMap((finding): Finding[] => {
    if (finding.rule !== 'schema-stored') return [finding]
    return reason === undefined ? [{ ...finding, severity: 'warning', hint: REASON }] : []
  })
  return { findings: left, skipped: findings.length - left.length }
}

const REASON =
  'it was not judged; "missing-schemas: why" in .strata.yaml, or missingSchemas in fleet.yaml, keeps this quiet'

/** What is wrong on any of several versions, said once; with the versions where it is not wrong on all. */
export function mergedMatrix(found: ReadonlyMap<string, readonly Finding[]>): readonly Finding[] {
  const merged = new Map<string, { readonly finding: Finding; readonly versions: string[] }>()
  for (const [version, findings] of found)
    for (const finding of findings) {
      const { rule, source = '', resource, pointer, place } = finding
      const key = JSON.stringify([rule, source, resource, pointer, place?.line])
      const known = merged.get(key)
      if (known === undefined) merged.set(key, { finding, versions: [version] })
      else if (!known.versions.includes(version)) known.versions.push(version)
    }
  return Array.from(merged.values(), ({ finding, versions }) =>
    versions.length === found.size
      ? finding
      : { ...finding, message: `${finding.message} (Kubernetes ${versions.join(', ')})` },
  )
}
