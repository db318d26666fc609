import { Ajv, type ErrorObject } from 'ajv'
import type { KindSchema } from '../../generator/validate/catalog.ts'
import { interpret, type SchemaProblem } from '../../generator/validate/interpret.ts'
import type { Definitions, Schema } from '../../generator/validate/schema.ts'
import { surelyFits } from '../../generator/validate/surely-fits.ts'
import { assert } from '../harness.ts'
import { type Dice, dice, mutate, sample } from './sample.ts'
import { catalog, readSchema } from './stored.ts'

/** ajv with the formats and keywords that it does not bring along, written another way than ours. */
function oracle(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strictTypes: false,
    strictRequired: false,
    validateSchema: false,
  })
  for (const keyword of [
    'list-type',
    'list-map-keys',
    'preserve-unknown-fields',
    'validations',
    'unions',
  ])
    ajv.addKeyword(`x-kubernetes-${keyword}`)
  const int32 = (n: number): boolean => n === (n | 0)
  ajv.addFormat('int32', { type: 'number', validate: int32 })
  ajv.addFormat('int-or-string', { type: 'number', validate: int32 })
  ajv.addFormat('int64', { type: 'number', validate: (n) => n >= -(2 ** 63) && n <= 2 ** 63 })
  ajv.addFormat('double', { type: 'number', validate: () => true })
  ajv.addFormat('quantity', true)
  ajv.addFormat('byte', (s) => Buffer.from(s, 'base64').toString('base64') === s)
  ajv.addFormat('date-time', (s) => s.includes('T') && !Number.isNaN(Date.parse(s)))
  ajv.addFormat('ipv4', /^(\d{1,3}\.){3}\d{1,3}$/)
  ajv.addFormat('ipv6', (s) => URL.canParse(`http://[${s}]/`))
  return ajv
}

const KINDS: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['v1', 'Pod'],
  ['v1', 'Service'],
  ['v1', 'Secret'],
  ['v1', 'PersistentVolumeClaim'],
  ['apps/v1', 'StatefulSet'],
  ['batch/v1', 'CronJob'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['argoproj.io/v1alpha1', 'Application'],
  ['external-secrets.io/v1', 'ExternalSecret'],
  ['gateway.networking.k8s.io/v1', 'Gateway'],
  ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'],
  ['route.openshift.io/v1', 'Route'],
]

/** What must have occurred often enough for the comparison to mean something. */
export const COMPARED = [
  'fine',
  'allowed-value',
  'combination',
  'field-type',
  'format',
  'known-field',
  'pattern',
  'range',
  'required-field',
  'size',
]

const VERSION = '1.34'

function definitionsOf(folder: string): Definitions {
  return JSON.parse(readSchema(`${folder}_definitions.json`) ?? '{}').definitions
}

/** Where an error of ajv is, in the way that our findings say it. */
function pointersOf({ instancePath, params }: ErrorObject): readonly string[] {
  const { additionalProperty } = params as { additionalProperty?: string }
  const step = additionalProperty?.replaceAll('~', '~0').replaceAll('/', '~1')
  return step === undefined ? [instancePath] : [instancePath, `${instancePath}/${step}`]
}

/** Whether one of our findings stands at an error of ajv, above it, or beside it (a misspelt required field). */
function explained(error: ErrorObject, ours: readonly SchemaProblem[]): boolean {
  return pointersOf(error).some((place) =>
    ours.some(
      ({ pointer }) =>
        `${place}/`.startsWith(`${pointer}/`) ||
        (error.keyword === 'required' && pointer.startsWith(`${place}/`)) ||
        ['anyOf', 'oneOf', 'not'].includes(error.keyword),
    ),
  )
}

type Judge = (value: unknown) => readonly ErrorObject[]

/** ajv's errors for one kind; definitions are added once under the two names. */
function ajvJudge(ajv: Ajv, { kind, root }: KindSchema): Judge {
  const document = kind.group.includes('.') && !kind.group.endsWith('k8s.io') ? 'custom' : 'native'
  const gateway = kind.group === 'gateway.networking.k8s.io' ? 'custom' : document
  const text = JSON.stringify(root).replace(/"\$ref":"[^"]*#/g, `"$ref":"${gateway}#`)
  const validate = ajv.compile(JSON.parse(text) as Schema)
  return (value) => (validate(value) ? [] : (validate.errors ?? []))
}

/** Fails when the two judges differ in the verdict, or in a place. */
function compare(value: unknown, errors: readonly ErrorObject[], ours: readonly SchemaProblem[]) {
  const about = `${JSON.stringify(value)}\n${JSON.stringify(ours)}\n`
  const silent = errors.find((error) => !explained(error, ours))
  assert.ok(silent === undefined, `${about}only ajv: ${JSON.stringify(silent)}`)
  const places = new Set(errors.flatMap(pointersOf))
  const alone = ours.find(({ pointer }) => !places.has(pointer))
  assert.ok(alone === undefined, `${about}only ours: ${JSON.stringify(alone)}`)
}

/** Rules of our findings on mutants of one kind, each mutant judged by both; `fine` for those without. */
function fuzz(schema: KindSchema, judge: Judge, roll: Dice, each: number): readonly string[] {
  const scope = { resolve: schema.resolve, pattern: catalog.pattern, secret: false }
  return Array.from({ length: each }).flatMap(() => {
    let value = sample(schema.root, { roll, resolve: schema.resolve })
    for (let change = roll(3); change > 0; change--) value = mutate(value, roll)
    const all = interpret(value, schema.root, scope)
    const isSure = surelyFits(value, schema.root, scope)
    assert.ok(!isSure || all.length === 0, `surely fits: ${JSON.stringify([value, all])}`)
    const ours = all.filter((p) => p.rule !== 'unique-key')
    compare(value, judge(value), ours)
    return ours.length > 0 ? ours.map(({ rule }) => rule) : ['fine']
  })
}

/**
 * Mutants of every kind in turn, judged by the interpreter and by ajv; throws at the first disagreement, in the verdict or
 * in a place. How often each rule was the verdict; `fine` for mutants without a finding. The same seed gives the same mutants.
 */
export function compareWithAjv(each: number, seed: number): ReadonlyMap<string, number> {
  const ajv = oracle()
  ajv.addSchema({ definitions: definitionsOf('') }, 'native')
  ajv.addSchema({ definitions: definitionsOf('crds/') }, 'custom')
  const seen = new Map<string, number>()
  for (const [number, [apiVersion, name]] of KINDS.entries()) {
    const schema = catalog.schemaOf(apiVersion, name, VERSION)
    if (schema === undefined) throw new Error(`${name} is not stored`)
    for (const rule of fuzz(schema, ajvJudge(ajv, schema), dice(seed + number), each))
      seen.set(rule, (seen.get(rule) ?? 0) + 1)
  }
  return seen
}

/** How many kinds a round of mutants goes through. */
export const kindCount = KINDS.length
