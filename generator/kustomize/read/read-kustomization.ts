import { type Problem, UserError } from '../../core/finding.ts'
import { placesIn, readNodes, toExactJson } from '../../yaml/index.ts'
import { deprecatedField } from '../warnings/deprecated-field.ts'
import { decode, type Mistake } from './decode.ts'
import type { GeneratorArgs, ImageChange, Kustomization } from './kustomization.ts'
import { kustomizationShape } from './kustomization-shape.ts'
import { throughConfig } from './through-config.ts'

/** Fields that need another program. They are refused, never ignored. */
const unsupported: Readonly<Record<string, string>> = {
  helmCharts:
    'render the chart first (`helm template RELEASE CHART --output-dir DIR`) and list its files under resources',
  helmChartInflationGenerator:
    'render the chart first (`helm template RELEASE CHART --output-dir DIR`) and list its files under resources',
}

/** Old fields that still work, and what takes their place. */
const deprecated: Readonly<Record<string, string>> = {
  bases: 'resources',
  commonLabels: 'labels',
  imageTags: 'images',
  patchesJson6902: 'patches',
  patchesStrategicMerge: 'patches',
  vars: 'replacements',
}

type Read = { -readonly [F in keyof Kustomization]?: Kustomization[F] } & {
  readonly apiVersion?: string
  readonly bases?: readonly string[]
  readonly imageTags?: readonly ImageChange[]
}

/** A read kustomization and what is old-fashioned in it. */
export type ReadKustomization = {
  readonly kustomization: Kustomization
  readonly warnings: readonly Problem[]
}

/** Read and check a kustomization.yaml; only its first document counts. Throws UserError with every mistake and its place. */
export function readKustomization(text: string, file: string): ReadKustomization {
  const [first = null] = readNodes(text, file, 'config', {
    duplicateKeys: 'last',
    documents: 'first',
  })
  const document = toExactJson(first)
  const problems: Problem[] = []
  let places: ReturnType<typeof placesIn> | undefined
  const locate = ({ pointer, key, ...problem }: Mistake): Problem => {
    places ??= placesIn(text, file)
    const place = places(pointer, { key: key ?? false })
    return place === undefined ? problem : { ...problem, place }
  }
  const report = (mistake: Mistake) => problems.push(locate(mistake))
  const decoded = (decode(document, kustomizationShape, report) ?? {}) as Read
  const read = throughConfig(decoded, text, report)
  const isMistaken = problems.length > 0
  for (const mistake of judge(read, document, file, isMistaken)) report(mistake)
  if (problems.length > 0) throw new UserError(problems)
  const warnings = Object.entries(deprecated)
    .filter(([name]) => Object.hasOwn(read, name))
    .map(([name, instead]) =>
      locate({
        id: deprecatedField.id,
        pointer: pointerOf(document, name),
        key: true,
        message: `${name} is deprecated`,
        hint: `use ${instead}; \`kustomize edit fix\` rewrites it`,
      }),
    )
  return { kustomization: fold(read), warnings }
}

/** What a well-formed kustomization may still have wrong. */
function judge(
  read: Read,
  document: unknown,
  file: string,
  isMistaken: boolean,
): readonly Mistake[] {
  const mistakes: Mistake[] = []
  const { apiVersion } = read
  const kind = read.kind || 'Kustomization'
  const isComponent = kind === 'Component'
  const version = `kustomize.config.k8s.io/${isComponent ? 'v1alpha1' : 'v1beta1'}`
  if (kind !== 'Kustomization' && !isComponent)
    mistakes.push({
      pointer: '/kind',
      message: `kind is ${JSON.stringify(kind)}, must be Kustomization or Component`,
      hint: 'correct the kind, or leave it out',
    })
  else if (apiVersion && apiVersion !== version)
    mistakes.push({
      pointer: '/apiVersion',
      message: `apiVersion is ${JSON.stringify(apiVersion)}, must be ${version} for a ${kind}`,
      hint: 'correct the apiVersion, or leave it out',
    })
  // A mistyped field is not empty.
  if (isEmpty(read) && !isMistaken)
    mistakes.push({
      pointer: '',
      message: `${file} is empty`,
      hint: 'list something under resources',
    })
  for (const [name, hint] of Object.entries(unsupported))
    if (isUsed((read as Readonly<Record<string, unknown>>)[name]))
      mistakes.push({
        pointer: pointerOf(document, name),
        key: true,
        message: `the field ${name} needs helm, which is not run here`,
        hint,
      })
  return mistakes
}

/** True when there is nothing in it but kind and apiVersion; what folds into other fields counts only with entries. */
function isEmpty(read: Read): boolean {
  return Object.entries(read).every(([name, value]) => {
    if (name === 'kind' || name === 'apiVersion' || value === '') return true
    return folded.includes(name) && Array.isArray(value) && value.length === 0
  })
}

const folded = ['bases', 'imageTags', 'helmChartInflationGenerator']

function isUsed(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined
}

/** The pointer of a field whatever the case of its letters. */
function pointerOf(document: unknown, name: string): string {
  const keys = typeof document === 'object' && document !== null ? Object.keys(document) : []
  return `/${keys.find((key) => key.toLowerCase() === name.toLowerCase()) ?? name}`
}

function fold({ bases = [], imageTags = [], apiVersion: _, ...read }: Read): Kustomization {
  const withEnvs = (args: GeneratorArgs): GeneratorArgs =>
    args.env ? { ...args, envs: [...(args.envs ?? []), args.env] } : args
  return {
    ...read,
    kind: read.kind || 'Kustomization',
    resources: [...(read.resources ?? []), ...bases],
    images: [...(read.images ?? []), ...imageTags],
    configMapGenerator: (read.configMapGenerator ?? []).map(withEnvs),
    secretGenerator: (read.secretGenerator ?? []).map(withEnvs),
  }
}
