import { type Problem, UserError } from '../core/finding.ts'
import { pointerTo } from '../core/pointer.ts'
import { groupOf, idOf, type Resource } from '../core/resource.ts'
import { didYouMean } from '../core/suggest.ts'
import type { Checked } from '../fleet/index.ts'
import type { OverlayPlan } from './overlay-plan.ts'
import type { Plan } from './plan.ts'
import { type SecretReference, secretReferences } from './secret-references.ts'

/** Objects of an overlay that only its rendering has: those of people's `custom/`. */
export type Custom = (overlay: OverlayPlan) => readonly Resource[]

/** Throws one UserError that names every pod that reads a Secret or key which nobody has promised. */
export function refuseUnknownSecrets(plan: Plan, { place }: Checked, custom: Custom): void {
  const problems = plan.overlays.flatMap((overlay) => {
    const { instance, environment } = overlay
    const at = pointerTo(`${pointerTo('/applications', instance)}/environments`, environment)
    return unknownSecrets(overlay, custom).map((problem) => ({
      ...problem,
      place: place(at, true),
    }))
  })
  if (problems.length > 0) throw new UserError(problems)
}

/**
 * What pods of an application read outside of its contract. `custom` is asked only when something is missing, for what
 * makes Secrets there. A reference that is optional needs a promise too, unless the manifests are people's own.
 */
export function unknownSecrets(overlay: OverlayPlan, custom: Custom): readonly Problem[] {
  const resources = overlay.parts.flatMap((p) => p.side.resources)
  const promised = promisesOf(overlay)
  const missing = resources
    .flatMap(secretReferences)
    .filter(({ optional }) => !optional || !overlay.base.handWritten)
    .filter((reference) => !isKept(reference, promised))
  if (missing.length === 0) return []
  const made = new Map([...promised, ...madeBy([...resources, ...custom(overlay)])])
  return missing.filter((r) => !isKept(r, made)).map((r) => problemOf(r, overlay, made))
}

/** Keys by Secret; undefined where any key may be there. */
type Promises = ReadonlyMap<string, ReadonlySet<string> | undefined>

const promisesOf = ({ secrets }: OverlayPlan): Promises => {
  const promises = new Map<string, Set<string>>()
  for (const { name, keys } of secrets) {
    const known = promises.get(name) ?? new Set()
    for (const { key } of keys) known.add(key)
    promises.set(name, known)
  }
  return promises
}

function isKept({ name, key }: SecretReference, promises: Promises): boolean {
  if (!promises.has(name)) return false
  const keys = promises.get(name)
  return key === undefined || keys === undefined || keys.has(key)
}

type Fields = Readonly<Record<string, unknown>>
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
const keysOf = (...maps: readonly unknown[]): readonly string[] =>
  maps.flatMap((map) => Object.keys(fields(map)))

/** Secrets that an object is, or that a controller makes of it. */
const MAKERS: Readonly<
  Record<string, (r: Resource) => readonly [name: unknown, keys: readonly string[] | undefined]>
> = {
  '/Secret': (r) => [
    r.metadata.name,
    r.type === 'kubernetes.io/service-account-token' ? undefined : keysOf(r.data, r.stringData),
  ],
  'cert-manager.io/Certificate': ({ spec }) => [
    fields(spec).secretName,
    ['tls.crt', 'tls.key', 'ca.crt'],
  ],
  'bitnami.com/SealedSecret': ({ spec, metadata }) => {
    const template = fields(fields(spec).template)
    const name = fields(template.metadata).name ?? metadata.name
    return [name, keysOf(fields(spec).encryptedData, template.data)]
  },
  'external-secrets.io/ExternalSecret': ({ spec, metadata }) =>
    externalSecret(fields(spec), metadata),
}

function externalSecret(spec: Fields, { name }: Resource['metadata']) {
  const target = fields(spec.target)
  const data = Array.isArray(spec.data) ? spec.data.map((d) => String(fields(d).secretKey)) : []
  const template = fields(target.template)
  const any = spec.dataFrom !== undefined || template.templateFrom !== undefined
  const keys = any ? undefined : [...data, ...keysOf(template.data)]
  return [target.name ?? name, keys] as const
}

const SERVING = 'service.beta.openshift.io/serving-cert-secret-name'

function madeBy(resources: readonly Resource[]): Promises {
  const made = resources.map((r) => {
    const serving = r.kind === 'Service' ? r.metadata.annotations?.[SERVING] : undefined
    return serving === undefined
      ? MAKERS[`${groupOf(r.apiVersion)}/${r.kind}`]?.(r)
      : ([serving, ['tls.crt', 'tls.key']] as const)
  })
  return new Map(
    made.flatMap((entry) =>
      typeof entry?.[0] === 'string'
        ? [[entry[0], entry[1] === undefined ? undefined : new Set(entry[1])] as const]
        : [],
    ),
  )
}

function problemOf(
  { resource, name, key, pointer }: SecretReference,
  { instance, environment, base }: OverlayPlan,
  made: Promises,
): Problem {
  const keys = made.get(name)
  const what =
    keys && key !== undefined
      ? `key "${key}" of Secret ${name}, which has no such key${didYouMean(key, [...keys])}`
      : `Secret ${name}, which nothing promises${didYouMean(name, [...made.keys()])}`
  const declared = JSON.stringify({ [name]: { [key ?? 'key']: 'what for' } })
  return {
    message: `${instance} in ${environment}: ${idOf(resource)} reads ${what} (at ${pointer})`,
    hint: base.handWritten
      ? `correct the name, declare it (values: { secrets: ${declared} }), or let something in base/${instance}/ or in custom/ make it`
      : `the application must name it in its "secrets"; or let a SealedSecret, ExternalSecret or Certificate in overlays/${environment}/${instance}/custom/ make it`,
  }
}

/** The pods that read a key of a Secret, as people name them; sorted. */
export function readersOf({ parts }: OverlayPlan, name: string, key: string): readonly string[] {
  const readers = parts
    .flatMap((p) => p.side.resources.flatMap(secretReferences))
    .filter((r) => r.name === name && (r.key === undefined || r.key === key))
    .map(({ resource }) => `${resource.kind}/${resource.metadata.name}`)
  return [...new Set(readers)].sort()
}
