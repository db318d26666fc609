import { idOf, type Resource } from '../../core/resource.ts'
import { suggest } from '../../core/suggest.ts'
import { example } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import { quantityOf } from '../quantity.ts'
import type { Rule, RuleProblem } from '../rule.ts'
import { isMet } from '../workloads.ts'

export const claimMatchesVolume: Rule = {
  id: 'claim-matches-volume',
  severity: 'error',
  scope: 'rendering',
  reads: {
    PersistentVolume: [
      'spec/claimRef',
      'spec/storageClassName',
      'spec/accessModes',
      'spec/capacity',
      'spec/volumeMode',
      'metadata/labels',
    ],
    PersistentVolumeClaim: [
      'spec/volumeName',
      'spec/storageClassName',
      'spec/accessModes',
      'spec/resources',
      'spec/volumeMode',
      'spec/selector',
    ],
    StatefulSet: ['spec/volumeClaimTemplates'],
  },
  when: { PersistentVolume: [''] },
  summary:
    'A claim and the volume that it is meant for agree on class, access modes, size and on one another.',
  why: 'The claim stays Pending, and every pod that mounts it with it.',
  hint: 'give both the same storageClassName, the claim access modes of the volume, and no more than its capacity',
  *check(resources) {
    const volumes = resources.filter(({ kind }) => kind === 'PersistentVolume')
    if (volumes.length === 0) return
    const claims = resources.filter(({ kind }) => kind === 'PersistentVolumeClaim')
    const all = [...claims, ...claimsOfSets(resources)]
    const free = all.filter((claim) => textOf(fieldsAt(claim, 'spec').volumeName) === undefined)
    const index = indexClaims(claims)
    for (const volume of volumes) {
      const meant = index.get(volume)
      for (const claim of meant) yield* disagreements(claim, volume)
      if (meant.length === 0) yield* unclaimed(volume, free)
    }
    yield* misspelt(claims, volumes)
  },
  examples: () => ({
    good: [volumeOf('manual'), claimOf('manual')],
    bad: [volumeOf('manual'), claimOf('nfs')],
  }),
}

/** What StatefulSets claim from their templates, one for all their pods. */
const claimsOfSets = (resources: readonly Resource[]): readonly Resource[] =>
  resources
    .filter(({ kind }) => kind === 'StatefulSet')
    .flatMap((set) =>
      mapsOf(fieldsAt(set, 'spec').volumeClaimTemplates).map(
        ([, template]): Resource => ({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: {
            name: `${textOf(fieldsAt(template, 'metadata').name)}-${set.metadata.name}-0`,
            ...(set.metadata.namespace ? { namespace: set.metadata.namespace } : {}),
          },
          spec: template.spec,
        }),
      ),
    )

/** A claim may name a volume of the cluster, but not nearly one that is rendered here. */
function* misspelt(
  claims: readonly Resource[],
  volumes: readonly Resource[],
): Iterable<RuleProblem> {
  const names = volumes.flatMap(({ metadata }) => textOf(metadata.name) ?? [])
  for (const claim of claims) {
    const wanted = textOf(fieldsAt(claim, 'spec').volumeName)
    if (wanted === undefined || names.includes(wanted)) continue
    const near = suggest(wanted, names.slice(0, MOST_NAMES))
    if (near === undefined) continue
    const message = `the claim names volume "${wanted}", which nothing makes; did you mean "${near}"?`
    yield { resource: claim, pointer: '/spec/volumeName', message }
  }
}

/** Volumes that a wrong name is compared with. */
const MOST_NAMES = 200

type ClaimIndex = { readonly get: (volume: Resource) => readonly Resource[] }

/** A claim names a volume by `volumeName`, a volume its claim by `claimRef`. */
function indexClaims(claims: readonly Resource[]): ClaimIndex {
  const byVolume = new Map<string, Resource[]>()
  const byName = new Map<string, Resource>()
  for (const claim of claims) {
    const { name, namespace = '' } = claim.metadata
    byName.set(`${namespace}/${name}`, claim)
    const volume = textOf(fieldsAt(claim, 'spec').volumeName)
    if (volume === undefined) continue
    byVolume.set(volume, [...(byVolume.get(volume) ?? []), claim])
  }
  return {
    get: (volume) => {
      const { name, namespace } = fieldsAt(volume, 'spec', 'claimRef')
      const reserved = byName.get(`${namespace ?? ''}/${name}`)
      const naming = byVolume.get(volume.metadata.name) ?? []
      return [...new Set([...naming, ...(reserved === undefined ? [] : [reserved])])]
    },
  }
}

function* disagreements(claim: Resource, volume: Resource): Iterable<RuleProblem> {
  const wanted = fieldsAt(claim, 'spec')
  const name = `volume "${volume.metadata.name}"`
  const problem = (field: string, text: string): RuleProblem => ({
    resource: claim,
    pointer: `/spec/${field}`,
    message: `claim and ${name} disagree: ${text}`,
  })
  const bound = textOf(wanted.volumeName)
  if (bound !== undefined && bound !== volume.metadata.name)
    yield problem('volumeName', `the claim names volume "${bound}"`)
  const { name: owner, namespace } = fieldsAt(volume, 'spec', 'claimRef')
  if (owner != null && (owner !== claim.metadata.name || namespace !== claim.metadata.namespace))
    yield problem('volumeName', `the volume is reserved for claim ${namespace}/${owner}`)
  const classes = classMistake(claim, volume)
  if (classes !== undefined) yield problem('storageClassName', classes)
  const modes = modeMistake(claim, volume)
  if (modes !== undefined) yield problem('accessModes', modes)
  const size = sizeMistake(claim, volume)
  if (size !== undefined) yield problem('resources/requests/storage', size)
  const other = volumeModeMistake(claim, volume)
  if (other !== undefined) yield problem('volumeMode', other)
  const selected = selectorMistake(claim, volume)
  if (selected !== undefined) yield problem('selector', selected)
}

/** Reasons that are said. */
const MOST = 3

/** Volumes that nobody names bind by matching: some claim has to fit, or nothing ever binds. */
function* unclaimed(volume: Resource, free: readonly Resource[]): Iterable<RuleProblem> {
  const reasons: string[] = []
  for (const claim of free) {
    const why =
      classMistake(claim, volume) ??
      modeMistake(claim, volume) ??
      sizeMistake(claim, volume) ??
      volumeModeMistake(claim, volume) ??
      selectorMistake(claim, volume)
    if (why === undefined) return
    if (reasons.length < MOST) reasons.push(`${idOf(claim)}: ${why}`)
  }
  if (reasons.length === 0) return
  const message = `no claim of this rendering can bind this volume (${reasons.join('; ')})`
  yield { resource: volume, pointer: '/spec', message }
}

/** A claim without a class gets the cluster's default one, so it must say `""` where the volume has none. */
function classMistake(claim: Resource, volume: Resource): string | undefined {
  const has = textOf(fieldsAt(volume, 'spec').storageClassName) ?? ''
  const wants = fieldsAt(claim, 'spec').storageClassName
  if (wants === has) return undefined
  const wanted = wants == null ? 'no class, which means the default one' : `class "${wants}"`
  return `the claim asks for ${wanted}, the volume has ${has === '' ? 'none' : `"${has}"`}`
}

function modeMistake(claim: Resource, volume: Resource): string | undefined {
  const offered = modes(volume)
  const lacking = modes(claim).filter((mode) => !offered.includes(mode))
  if (lacking.length === 0) return undefined
  return `the claim asks for ${lacking.join(', ')}, the volume offers ${offered.join(', ') || 'nothing'}`
}

function sizeMistake(claim: Resource, volume: Resource): string | undefined {
  const { storage } = fieldsAt(claim, 'spec', 'resources', 'requests')
  const capacity = fieldsAt(volume, 'spec', 'capacity').storage
  const [wants, has] = [quantityOf(storage), quantityOf(capacity)]
  if (wants === undefined || has === undefined || wants <= has) return undefined
  return `the claim asks for ${storage}, the volume holds ${capacity}`
}

function volumeModeMistake(claim: Resource, volume: Resource): string | undefined {
  const [wants, has] = [claim, volume].map(
    (one) => textOf(fieldsAt(one, 'spec').volumeMode) ?? 'Filesystem',
  )
  return wants === has ? undefined : `the claim asks for volumeMode ${wants}, the volume has ${has}`
}

/** A claim with a selector takes labelled volumes only. */
function selectorMistake(claim: Resource, volume: Resource): string | undefined {
  const { matchLabels, matchExpressions } = fieldsAt(claim, 'spec', 'selector')
  const labels = fieldsAt(volume.metadata.labels)
  const unmet = Object.entries(fieldsAt(matchLabels)).find(([key, value]) => labels[key] !== value)
  if (unmet !== undefined)
    return `the claim selects volumes with the label ${unmet[0]}=${unmet[1]}, which this one lacks`
  return mapsOf(matchExpressions).every(([, one]) => isMet(one, labels))
    ? undefined
    : 'the claim selects volumes by labels that this one lacks'
}

function modes(resource: Resource): readonly string[] {
  const { accessModes } = fieldsAt(resource, 'spec')
  return Array.isArray(accessModes) ? accessModes.map(String) : []
}

function volumeOf(storageClassName: string): Resource {
  const spec = {
    capacity: { storage: '10Gi' },
    accessModes: ['ReadWriteMany'],
    storageClassName,
    nfs: { server: 'nfs.example.org', path: '/tiles' },
  }
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'web-tiles' }, spec }
}

function claimOf(storageClassName: string): Resource {
  const resources = { requests: { storage: '10Gi' } }
  return example('PersistentVolumeClaim', 'tiles', {
    spec: { volumeName: 'web-tiles', accessModes: ['ReadWriteMany'], storageClassName, resources },
  })
}
