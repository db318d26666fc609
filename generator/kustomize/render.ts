import { type Problem, UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import type { Files } from '../core/tree.ts'
import {
  endsWithComment,
  isNull,
  type Node,
  printKustomize,
  readAgain,
  toJson,
  withTextKeys,
} from '../yaml/index.ts'
import { accumulate } from './accumulate.ts'
import { createSource, type Source } from './build.ts'
import { withTexts } from './edit/patch.ts'
import { setPairs } from './edit/set-pairs.ts'
import { addHashes } from './finish/add-hashes.ts'
import { originKey, stepsKey } from './finish/build-metadata.ts'
import { fixNameReferences } from './finish/name-references.ts'
import { withOneAnnotations } from './finish/one-annotations.ts'
import { inOrder } from './finish/order.ts'
import { resolveVars } from './finish/vars.ts'
import { withoutLocal } from './finish/without-local.ts'
import { type Entry, metadataOf, withMetadata } from './identity/entry.ts'
import { noteMark, oldNotes } from './identity/notes-in.ts'
import { compareBytes } from './node/go-json.ts'
import { fieldText, isMap, type MapNode, withField, withoutField } from './node/node.ts'
import { pairsOf } from './node/pairs.ts'
import { bounded } from './node/too-large.ts'
import { during } from './provenance/trace.ts'
import { type LoadRestrictor, openDirectory } from './read/loader.ts'
import { kustomizationsIn, warningsOf } from './warnings/check-build.ts'
import { surveyOf } from './warnings/survey.ts'
import { writtenText } from './written-text.ts'

/** Options of the command line that change a build; the default refuses files outside of a kustomization's directory. */
export type RenderOptions = {
  readonly loadRestrictor?: LoadRestrictor
  /** The order of objects where the top kustomization has no `sortOptions`; `none` is the order of reading. */
  readonly reorder?: 'legacy' | 'none'
}

/** One object that the engines will apply, and where it comes from. */
export type Rendered = {
  readonly resource: Resource
  /** The resource file, or the generator in its kustomization. */
  readonly origin: string
  /** Patches and generators that changed it, in order: a file, or a kustomization and the place in its list. */
  readonly patches: readonly string[]
  /** The same object with everything that its text depends on and JSON cannot hold. */
  readonly node: Node
}

/** What a directory renders to, in output order. Warnings are what kustomize passes over in silence. */
export type Rendering = {
  readonly objects: readonly Rendered[]
  readonly warnings: readonly Problem[]
}

/** Renders directories of one tree; files and bases that several of them use are read and built once. */
export type Renderer = {
  readonly render: (root: string) => Rendering
  /** What kustomize prints, without the price of plain objects. */
  readonly print: (root: string) => { readonly text: string; readonly warnings: readonly Problem[] }
  readonly build: (root: string) => string
}

/** A renderer for a tree that does not change. */
export function createRenderer(files: Files, options: RenderOptions = {}): Renderer {
  const source = createSource(files, options.loadRestrictor ?? 'LoadRestrictionsRootOnly')
  const survey = surveyOf(files, (file) => source.objects.get(file)?.map(({ node }) => node))
  const check = ({ entries, warnings, directories }: ReturnType<typeof finish>) =>
    warningsOf(warnings, {
      entries,
      kustomizations: kustomizationsIn(files, directories),
      survey,
    })
  return {
    render: (root) => {
      const finished = bounded(() => finish(source, root, options))
      const objects = bounded(() => finished.entries.map(renderedOf))
      return { objects, warnings: check(finished) }
    },
    print: (root) => {
      const finished = bounded(() => finish(source, root, options))
      return { text: bounded(() => print(finished.entries)), warnings: check(finished) }
    },
    build: (root) => bounded(() => print(finish(source, root, options).entries)),
  }
}

/** The objects of a kustomization directory. Throws UserError. */
export function render(files: Files, root: string, options: RenderOptions = {}): Rendering {
  return createRenderer(files, options).render(root)
}

/** Exactly what `kustomize build root` prints. Throws UserError. */
export function build(files: Files, root: string, options: RenderOptions = {}): string {
  return createRenderer(files, options).build(root)
}

/** What kustomize prints for a rendering: its documents, separated by `---`. */
export function printRendering(rendering: Rendering): string {
  return print(rendering.objects)
}

type Printable = { readonly node: Node; readonly origin: string }

function print(objects: readonly Printable[]): string {
  return objects.map(printOne).join('---\n')
}

/** What cannot be printed is told with the object that holds it. */
function printOne({ node, origin }: Printable): string {
  try {
    return printKustomize(node)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const metadata = isMap(node) ? node.get('metadata') : undefined
    const object = `${fieldText(node, 'kind')}/${fieldText(metadata, 'name')} of ${origin}`
    throw new UserError(
      error.problems.map((one) => ({ ...one, message: `${object}: ${one.message}` })),
      { cause: error },
    )
  }
}

/** What only the top of a build does: hashes, references, leaving out local objects, order, clean annotations. */
export function finish(source: Source, root: string, { reorder }: RenderOptions) {
  const path = root.replace(/^(?:\.\/)+|^\.$/, '').replace(/\/+$/, '')
  const top = openDirectory(source.files, path, source.restrictor, root)
  const at = { file: top.file, pointer: '' }
  const { trace } = source
  // What no field does is a note that buildMetadata asks for.
  const note = { ...at, pointer: '/buildMetadata' }
  const built = during(trace, note, () => accumulate(source, top))
  const { kustomization, entries, warnings, tables, vars, directories } = built
  const hashed = during(trace, { ...at, work: 'hash' }, () =>
    addHashes(entries, (entry) => writtenText(source, entry)),
  )
  const named = during(trace, { ...at, work: 'names' }, () => fixNameReferences(hashed, tables))
  const resolved = during(trace, { ...at, work: 'vars' }, () =>
    resolveVars(named, vars, tables.varReference),
  )
  const kept = withoutLocal(resolved, top.file)
  const byFlag = reorder === 'none' ? { order: 'fifo' } : undefined
  const ordered = inOrder(kept, kustomization.sortOptions ?? byFlag, top.file)
  const words = kustomization.buildMetadata ?? []
  const told = words.includes('managedByLabel')
    ? during(trace, note, () => setPairs(ordered, labelPlace, managedBy))
    : ordered
  const leavesNotes = new Set([
    ...(words.includes('originAnnotations') ? [originKey] : []),
    ...(words.includes('transformerAnnotations') ? [stepsKey] : []),
  ])
  return { entries: told.map((entry) => clean(entry, leavesNotes)), warnings, directories }
}

const labelPlace = [{ path: 'metadata/labels', create: true }]
const managedBy = { 'app.kubernetes.io/managed-by': 'kustomize-v5.8.1' }

/** Annotations that kustomize keeps for itself and takes away at the end, whoever wrote them. */
const internal: ReadonlySet<string> = new Set(
  [
    ...['previousKinds', 'previousNames', 'previousNamespaces', 'prefixes', 'suffixes', 'refBy'],
    ...['generatorBehavior', 'needsHashSuffix', 'allowNameChange', 'allowKindChange'],
    ...['path', 'index', 'seqindent', 'id', 'annotations-migration-resource-id', 'helm-generated'],
  ]
    .map((name) => noteMark + name)
    .concat(oldNotes, originKey, stepsKey),
)

function clean(entry: Entry, kept: ReadonlySet<string>): Entry {
  const goes = (key: string) => internal.has(key) && !kept.has(key)
  const own = [originKey, stepsKey]
  const looks = own.filter((key) => !kept.has(key)).map((key) => (one: string) => one === key)
  const isBuilt = (key: string) => internal.has(key) && !own.includes(key)
  const single = withOneAnnotations(entry.node, [isBuilt, ...looks])
  const annotations = pairsOf(metadataOf(single).get('annotations'), 'annotations')
  const hasInternal = single === entry.node && [...annotations.keys()].some(goes)
  const cleaned = hasInternal
    ? withMetadata(single, 'annotations', new Map([...annotations].filter(([key]) => !goes(key))))
    : single
  const texts: MapNode = single === entry.node ? withTexts(cleaned, 'annotations') : single
  // Only lists without items may lack metadata; upstream leaves an empty one where it looked for annotations.
  const metadata = texts.get('metadata')
  if (metadata !== undefined && !isMap(metadata) && !isNull(metadata))
    throw new UserError({
      message: `metadata of an object of ${entry.origin} is no map`,
      hint: 'write metadata: {name: ...}',
    })
  const whole = texts.has('metadata') ? texts : withField(texts, 'metadata', new Map())
  // Keys at the top are texts in the end, whatever step has made them.
  const node = withTextKeys(
    readAgain(inLastOrder(whole), ['metadata', 'annotations']),
    true,
  ) as MapNode
  if (node === entry.node) return entry
  const { history } = entry
  return { ...entry, node, history: history && { ...history, node } }
}

/** Upstream writes annotations anew in the end, sorted and behind the rest of metadata: of a document with a comment at its end they may be the last. */
function inLastOrder(node: MapNode): MapNode {
  const metadata = node.get('metadata')
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  if (!endsWithComment(node) || !isMap(metadata) || !isMap(annotations)) return node
  const sorted = new Map([...annotations].sort(([a], [b]) => compareBytes(a, b)))
  const rest = withoutField(metadata, 'annotations')
  return withField(node, 'metadata', rest.set('annotations', sorted))
}

/** An object as the outside sees it. */
export function renderedOf({ node, origin, patches }: Entry): Rendered {
  return { resource: toJson(node) as Resource, origin, patches, node }
}
