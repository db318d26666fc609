import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Resource } from '../../../generator/core/resource.ts'
import type { Files } from '../../../generator/core/tree.ts'
import { readFiles } from '../../../generator/io/index.ts'
import { createRenderer } from '../../../generator/kustomize/index.ts'
import { readYaml } from '../../../generator/yaml/index.ts'

/** Objects that are changed together; rules are written after the misses of `shipped` and `known`, never after those of `held-out`. */
export type ObjectSet = { readonly name: SetName; readonly objects: readonly Resource[] }

export type SetName = 'shipped' | 'known' | 'held-out'

/** Every object of the shipped repository, one of each kind and name, and the rich objects of test/validate/rich. */
export async function objectSets(): Promise<readonly ObjectSet[]> {
  const rich = join(import.meta.dirname, '../../validate/rich')
  return [
    {
      name: 'shipped',
      objects: shipped(await readFiles('.', ['base/**', 'overlays/**', 'clusters/**'])),
    },
    { name: 'known', objects: manifestsOf(join(rich, 'known')) },
    { name: 'held-out', objects: manifestsOf(join(rich, 'held-out')) },
  ]
}

/** The objects of the YAML files of a folder, in the order of the names of the files. */
export function manifestsOf(folder: string): readonly Resource[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => readYaml(readFileSync(join(folder, file), 'utf8'), file) as Resource[])
}

function shipped(files: Files): readonly Resource[] {
  const renderer = createRenderer(files)
  const roots = [...files.keys()].filter(
    (path) =>
      path.endsWith('/kustomization.yaml') &&
      !path.includes('/custom/') &&
      !String(files.get(path)).includes('kind: Component'),
  )
  const objects = new Map<string, Resource>()
  for (const root of roots.toSorted())
    for (const { resource } of renderer.render(dirname(root)).objects) {
      const { apiVersion, kind, metadata } = resource
      // On a server that is no OpenShift its definition is a stand-in, which knows no field.
      if (kind === 'Route') continue
      objects.set(`${apiVersion} ${kind} ${metadata.name}`, resource)
    }
  return [...objects.values()]
}
