import { UserError } from '../../core/finding.ts'
import type { Entry } from '../identity/entry.ts'
import type { Layer } from '../layer.ts'
import { fieldText } from '../node/node.ts'
import { type Beside, customSchemas } from './custom-schemas.ts'
import { builtinSchemas, isBuiltinKind, type Schemas } from './schema.ts'

/** What a build knows about kinds. The first kustomization with `openapi` settles it. */
export type Knowledge = { schemas: Schemas; settled: boolean }

/** Nobody has said anything yet. */
export function createKnowledge(): Knowledge {
  return { schemas: builtinSchemas, settled: false }
}

/**
 * The field `openapi` of a kustomization: a file instead of Kubernetes' own schemas, or one of their versions. Only
 * the first of a build counts, but its file must be there. Throws UserError.
 */
export function applyOpenapi(knowledge: Knowledge, layer: Layer, beside: () => Beside): void {
  const { path, version } = layer.kustomization.openapi ?? {}
  const text = path === undefined ? undefined : layer.loadText(path)
  if (knowledge.settled) return
  if (text !== undefined && path !== undefined) {
    if (version !== undefined)
      throw new UserError({
        message: `${layer.file}: openapi has both path and version`,
        hint: 'keep one of them',
      })
    knowledge.schemas = customSchemas(text, path, beside())
    knowledge.settled = true
  } else if (version) {
    if (version !== 'v1.21.2')
      throw new UserError({
        message: `${layer.file}: openapi.version is ${JSON.stringify(version)}, kustomize has v1.21.2 only`,
        hint: 'remove it, or name a file with openapi.path',
      })
    knowledge.settled = true
  }
}

/**
 * Which schemas upstream has read by now, and so keeps beside those of the file: all of Kubernetes after a strategic
 * merge; also when it met a kind that it did not know, but then those of the file come second.
 */
export function besideFor(merged: boolean, read: readonly Entry[]): Beside {
  if (merged) return 'builtin-last'
  return read.some(isForeign) ? 'builtin-first' : 'nothing'
}

function isForeign({ node }: Entry): boolean {
  return !isBuiltinKind(fieldText(node, 'apiVersion'), fieldText(node, 'kind'))
}

/** The same objects, known by other schemas. */
export function knownBy(entries: readonly Entry[], schemas: Schemas): readonly Entry[] {
  return entries.map((entry) => (entry.schemas === schemas ? entry : { ...entry, schemas }))
}
