import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FileTree } from '../../generator/core/tree.ts'
import { forms } from '../overlay/forms.ts'
import { sample } from '../overlay/property.ts'
import { roundTrip, show } from '../overlay/round-trip.ts'
import { compareWithKustomize } from './kustomize.ts'

/**
 * Derived overlays built by the real kustomize at `binary` and by ours, the forms in test/overlay/cases and `count` random ones of the
 * property test: one text per overlay that is not equal byte for byte, or not proven.
 */
export async function compareDerived(
  binary: string,
  count: number,
  first = 1,
): Promise<readonly string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'strata-derive-'))
  const seeds = Array.from({ length: count }, (_, i) => first + i)
  const samples = [
    ...forms().map((form) => ({ ...form, name: form.file, namespace: 'place' })),
    ...seeds.map((seed) => ({ ...sample(seed), name: `seed-${seed}` })),
  ]
  try {
    const unproven = samples.flatMap(({ name, base, wanted, namespace }) => {
      const { files, differences } = roundTrip(base, wanted, namespace)
      write(join(dir, name), files)
      return differences.length === 0 ? [] : [`${name}: ${show(differences)}`]
    })
    const roots = samples.map(({ name }) => `${name}/overlay`)
    return [...unproven, ...(await compareWithKustomize(dir, roots, binary))]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function write(dir: string, files: FileTree): void {
  for (const [path, text] of files) {
    const target = join(dir, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}
