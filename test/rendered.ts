import { readFileSync } from 'node:fs'
import type { Resource } from '../generator/core/resource.ts'
import type { Files } from '../generator/core/tree.ts'
import { readFiles } from '../generator/io/index.ts'
import { createRenderer } from '../generator/kustomize/index.ts'

const files: Files = await readFiles('.', ['base/**', 'overlays/**', 'clusters/**'])
const renderer = createRenderer(files)
const cache = new Map<string, readonly Resource[]>()

/** The objects of overlays/<environment>/<instance> of this repository, as they reach the cluster. Throws when it is not there. */
export function rendered(environment: string, instance: string): readonly Resource[] {
  const root = `overlays/${environment}/${instance}`
  const known = cache.get(root)
  if (known) return known
  readFileSync(`${root}/kustomization.yaml`)
  const objects = renderer.render(root).objects.map((o) => o.resource)
  if (objects.length === 0) throw new Error(`${root} renders to nothing`)
  cache.set(root, objects)
  return objects
}
