import type { Finding, Place, Problem, Severity } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import type { Files } from '../core/tree.ts'
import { schemaReader } from '../io/schema-reader.ts'
import type { Rendered, Rendering } from '../kustomize/index.ts'
import type { Report } from '../report/index.ts'
import { type Catalog, type Exception, loadCatalog, type RuleContext } from '../validate/index.ts'
import type { World } from './command.ts'
import type { ReadText } from './validate-places.ts'

/** What was checked, and what was found. */
export type Checking = Report

/** A manifest file. Its objects are read when they are judged, and not kept. */
export type Manifest = {
  readonly file: string
  /** Its text, or why there is none; a long one is read again when it is asked for. */
  readonly text: () => string | Problem
  /** Whether it may hold a CustomResourceDefinition. */
  readonly defines: boolean
}

/** Objects that are judged together: a rendering, or the manifests of a folder. */
export type Unit = {
  readonly source: string
  readonly resources: readonly Resource[]
  readonly kubernetes: string
  readonly platform?: string
  /** The repository that it belongs to, for rules about what its engine reads from there. */
  readonly repository?: { readonly url: string; readonly has: (folder: string) => boolean }
  /** Secrets that people have been told to make in its cluster; see `RuleContext`. */
  readonly promised?: NonNullable<RuleContext['promised']>
  /** Units of one cluster are also judged together. */
  readonly cluster?: string
  /** What an object was rendered from. */
  readonly rendered?: ReadonlyMap<Resource, Rendered>
  /** Files whose objects belong to it too; they are the source of their findings. */
  readonly manifests?: readonly Manifest[]
  /** Texts that rules about texts may have something to say about, by file. */
  readonly texts?: ReadonlyMap<string, Manifest['text']>
  /** Every file that was read, also those without objects. */
  readonly files?: readonly string[]
  /** For a place in a generated file: where it is decided. */
  readonly decided?: (file: string) => Place | undefined
  /** Comments in its files that say what to live with. */
  readonly comments?: readonly Exception[]
  /** What was found before anything was judged. */
  readonly findings: readonly Finding[]
}

export const schemasOf = ({ home }: World): Catalog => loadCatalog(schemaReader(home))

/** A rendering as a unit. */
export function unitOf(
  source: string,
  rendering: Rendering,
  context: Pick<Unit, 'kubernetes' | 'platform' | 'cluster'>,
): Unit {
  const { objects, warnings } = rendering
  const { kubernetes, platform, cluster } = context
  return {
    source,
    kubernetes,
    ...(platform === undefined ? {} : { platform }),
    ...(cluster === undefined ? {} : { cluster }),
    resources: objects.map(({ resource }) => resource),
    rendered: new Map(objects.map((object) => [object.resource, object])),
    findings: [
      ...(objects.length === 0 ? [emptyRendering(source)] : []),
      ...warnings.map((warning) => silent(source, warning)),
    ],
  }
}

/** Units as a report; each file of manifests counts as a rendering. */
export function checkingOf(
  units: readonly Unit[],
  findings: readonly Finding[],
  objects: number,
): Checking {
  const sources = new Set<string>()
  for (const { source, files = [source] } of units) for (const file of files) sources.add(file)
  return { findings, renderings: sources.size, objects, sources: [...sources] }
}

/** Reads text files of a tree. */
export const textOf =
  (files: Files): ReadText =>
  (file) => {
    const content = files.get(file)
    return typeof content === 'string' ? content : undefined
  }

/** A problem with a whole rendering or file, as a finding. */
export const findingOf = (
  rule: string,
  severity: Severity,
  source: string,
  { message, hint, place }: Problem,
): Finding => ({
  rule,
  severity,
  resource: '',
  pointer: '',
  message,
  hint,
  source,
  ...(place ? { place } : {}),
})

/** Nothing rendered is nothing checked, never green. */
export const emptyRendering = (source: string): Finding =>
  findingOf('empty-rendering', 'error', source, {
    message: 'renders to nothing',
    hint: 'give it resources, or remove it',
  })

/** What kustomize passes over in silence: a patch of a `custom/` that hits nothing, a deprecated field. */
const silent = (source: string, problem: Problem): Finding =>
  findingOf(problem.id ?? 'kustomize', 'warning', source, problem)
