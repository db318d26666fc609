import { type Problem, UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import type { Files } from '../core/tree.ts'
import { type Node, printKustomize, toJson } from '../yaml/index.ts'
import { accumulate, createSource, type Source } from './accumulate.ts'
import { addHashes } from './add-hashes.ts'
import { type Entry, metadataOf, withMetadata } from './entry.ts'
import { type LoadRestrictor, openDirectory } from './loader.ts'
import { fixNameReferences } from './name-references.ts'
import { fieldText, isMap, type MapNode } from './node.ts'
import { inOrder } from './order.ts'
import { withTexts } from './patch.ts'
import { setPairs } from './set-pairs.ts'
import { resolveVars } from './vars.ts'

/** Options of the command line that change a build; the default refuses files outside of a kustomization's directory. */
export type RenderOptions = { readonly loadRestrictor?: LoadRestrictor }

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
  readonly build: (root: string) => string
}

/** A renderer for a tree that does not change. */
export function createRenderer(files: Files, options: RenderOptions = {}): Renderer {
  const source = createSource(files, options.loadRestrictor ?? 'LoadRestrictionsRootOnly')
  return {
    render: (root) => {
      const { entries, warnings } = finish(source, root)
      return { objects: entries.map(renderedOf), warnings }
    },
    build: (root) => print(finish(source, root).entries),
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

function print(objects: readonly { readonly node: Node }[]): string {
  return objects.map(({ node }) => printKustomize(node)).join('---\n')
}

/** What only the top of a build does: hashes, references, leaving out local objects, order, clean annotations. */
function finish(source: Source, root: string) {
  const path = root.replace(/^(?:\.\/)+|^\.$/, '').replace(/\/+$/, '')
  const top = openDirectory(source.files, path, [], root)
  const { kustomization, entries, warnings, tables, vars } = accumulate(source, top)
  const named = fixNameReferences(addHashes(entries), tables)
  const resolved = resolveVars(named, vars, tables.varReference)
  const kept = resolved.filter((entry) => !isLocal(entry))
  const ordered = inOrder(kept, kustomization.sortOptions, top.file)
  const told = addMetadata(ordered, kustomization.buildMetadata ?? [], top.file)
  return { entries: told.map(clean), warnings }
}

const notYet = ['originAnnotations', 'transformerAnnotations']

/** What `buildMetadata` asks for; unknown words mean nothing. */
function addMetadata(
  entries: readonly Entry[],
  words: readonly string[],
  file: string,
): readonly Entry[] {
  const unsupported = words.find((word) => notYet.includes(word))
  if (unsupported !== undefined)
    throw new UserError({
      message: `${file}: ${unsupported} in the field buildMetadata is not supported yet`,
      hint: 'render this directory with kustomize itself, or do without',
    })
  if (!words.includes('managedByLabel')) return entries
  const field = [{ path: 'metadata/labels', create: true }]
  return setPairs(entries, field, { 'app.kubernetes.io/managed-by': 'kustomize-v5.8.1' })
}

/** Objects that only help to build others are not part of the result. */
function isLocal(entry: Entry): boolean {
  const metadata = metadataOf(entry.node)
  const kind = fieldText(entry.node, 'kind')
  if (kind === '' || (fieldText(metadata, 'name') === '' && !kind.endsWith('List')))
    throw new UserError({
      message: `an object of ${entry.origin} ends without ${kind === '' ? 'kind' : 'metadata.name'}`,
      hint: `look at the patches that changed it: ${entry.patches.join(', ') || 'none'}`,
    })
  const annotations = metadata.get('annotations')
  if (!isMap(annotations) || !annotations.has('config.kubernetes.io/local-config')) return false
  return fieldText(annotations, 'config.kubernetes.io/local-config') !== 'false'
}

/** Annotations that kustomize keeps for itself and takes away at the end, whoever wrote them. */
const internal: ReadonlySet<string> = new Set(
  [
    ...['previousKinds', 'previousNames', 'previousNamespaces', 'prefixes', 'suffixes', 'refBy'],
    ...['generatorBehavior', 'needsHashSuffix', 'allowNameChange', 'allowKindChange'],
    ...['path', 'index', 'seqindent', 'id', 'annotations-migration-resource-id', 'helm-generated'],
  ]
    .map((name) => `internal.config.kubernetes.io/${name}`)
    .concat([
      'config.kubernetes.io/path',
      'config.kubernetes.io/index',
      'config.k8s.io/id',
      'config.kubernetes.io/origin',
      'alpha.config.kubernetes.io/transformations',
    ]),
)

function clean(entry: Entry): Entry {
  const annotations = metadataOf(entry.node).get('annotations')
  const hasInternal = isMap(annotations) && [...annotations.keys()].some((key) => internal.has(key))
  const kept = hasInternal
    ? withMetadata(
        entry.node,
        'annotations',
        new Map([...annotations].filter(([key]) => !internal.has(key))),
      )
    : entry.node
  const node: MapNode = withTexts(kept, 'annotations')
  return node === entry.node ? entry : { ...entry, node }
}

function renderedOf({ node, origin, patches }: Entry): Rendered {
  return { resource: toJson(node) as Resource, origin, patches, node }
}
