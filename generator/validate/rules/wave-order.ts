import { idOf, type Resource } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { fieldsAt, textOf } from '../fields.ts'
import { podOf } from '../pods.ts'
import { allReads } from '../reads.ts'
import { READ_OF_REFERENCES, referencesOf } from '../references.ts'
import type { Rule } from '../rule.ts'
import { READ_OF_SECRETS, secretReferencesOf } from '../secret-references.ts'
import { READ_OF_MADE, secretMadeBy } from '../secrets-made.ts'

const HOOK = 'argocd.argoproj.io/hook'
const WAVE = 'argocd.argoproj.io/sync-wave'

const PLACES = [HOOK, WAVE].map((name) => `metadata/annotations/${name.replace('/', '~1')}`)

const inWave = (resource: Resource, wave: string): Resource => ({
  ...resource,
  metadata: { ...resource.metadata, annotations: { [WAVE]: wave } },
})
const config = example('ConfigMap', 'tiles-5h7g4tkm2d', { data: { LOG_LEVEL: 'info' } })
const reading = exampleDeployment({ envFrom: [{ configMapRef: { name: 'tiles-5h7g4tkm2d' } }] })

export const waveOrder: Rule = {
  id: 'wave-order',
  severity: 'error',
  scope: 'rendering',
  reads: allReads(READ_OF_MADE, READ_OF_SECRETS, READ_OF_REFERENCES, {
    '*': PLACES,
  }),
  when: { '*': PLACES },
  summary: 'What Argo CD waits for needs nothing that only a later wave or phase brings.',
  why: 'Argo CD waits until the wave is healthy, its pods wait for the ConfigMap, Secret, account or claim, and that waits for the next wave: the sync never ends.',
  hint: `give both the same ${WAVE}, or the one that is needed a smaller one`,
  *check(resources) {
    if (!resources.some(isPlaced)) return
    const made = madeBy(resources)
    for (const resource of resources) {
      if (podOf(resource) === undefined) continue
      const own = orderOf(resource)
      for (const { key, pointer, isSecret } of needsOf(resource)) {
        const other = made.get(key)
        if (other === undefined || (isSecret && (own.phase < 0 || !isPlaced(other)))) continue
        const there = orderOf(other)
        if (!isLater(there, own)) continue
        const message = `is of ${nameOf(own)} and needs ${idOf(other)}, which is of ${nameOf(there)}`
        yield { resource, pointer, message }
      }
    }
  },
  examples: () => ({
    good: [inWave(config, '-1'), reading],
    bad: [inWave(config, '1'), reading],
  }),
}

/** Phase before, in (0) and after the sync, and the wave in it. */
type Order = { readonly phase: number; readonly wave: number }

const PHASES: Readonly<Record<string, number>> = { PreSync: -1, Sync: 0, PostSync: 1 }
const NAMES: Readonly<Record<string, string>> = { '-1': 'PreSync', '0': 'wave', '1': 'PostSync' }

const isPlaced = ({ metadata }: Resource): boolean => {
  const annotations = fieldsAt(metadata, 'annotations')
  return annotations[HOOK] != null || annotations[WAVE] != null
}

/** Of several phases the first counts: it is made there. */
function orderOf({ metadata }: Resource): Order {
  const annotations = fieldsAt(metadata, 'annotations')
  const hooks = (textOf(annotations[HOOK]) ?? '').split(',').map((hook) => hook.trim())
  const phases = hooks.flatMap((hook) => (Object.hasOwn(PHASES, hook) ? (PHASES[hook] ?? 0) : []))
  const wave = Number.parseInt(textOf(annotations[WAVE]) ?? '0', 10)
  return { phase: phases.length === 0 ? 0 : Math.min(...phases), wave: wave || 0 }
}

const isLater = (a: Order, b: Order): boolean =>
  a.phase === b.phase ? a.wave > b.wave : a.phase > b.phase

const nameOf = ({ phase, wave }: Order): string =>
  phase === 0 ? `wave ${wave}` : `phase ${NAMES[phase]}`

type Need = { readonly key: string; readonly pointer: string; readonly isSecret: boolean }

const NEEDED = ['ConfigMap', 'ServiceAccount', 'PersistentVolumeClaim']

/**
 * Secrets often come from an Application of their own, and then have no place here; of a hook before the sync
 * hook-needs-secret speaks.
 */
function needsOf(resource: Resource): readonly Need[] {
  const { namespace = '' } = resource.metadata
  return [
    ...referencesOf(resource)
      .filter(({ kind }) => NEEDED.includes(kind))
      .map(({ kind, name, pointer }) => ({
        key: `${kind}/${namespace}/${name}`,
        pointer,
        isSecret: false,
      })),
    ...secretReferencesOf(resource).map(({ name, pointer }) => ({
      key: `Secret/${namespace}/${name}`,
      pointer,
      isSecret: true,
    })),
  ]
}

/** What pods may need, with the object that brings it. */
function madeBy(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  const made = new Map<string, Resource>()
  for (const resource of resources) {
    const { name, namespace = '' } = resource.metadata
    const secret = secretMadeBy(resource)
    if (secret !== undefined) made.set(`Secret/${secret.namespace ?? ''}/${secret.name}`, resource)
    else if (NEEDED.includes(resource.kind))
      made.set(`${resource.kind}/${namespace}/${name}`, resource)
  }
  return made
}
