import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seeds, sound } from '../validate/seeds.ts'
import { kubeconformCheck } from './kubeconform.ts'

/**
 * Whether the real kubeconform, reading our `schemas`, refuses every seeded mistake that a schema can show
 * and accepts every sound object: one text per disagreement. So the folder serves others as well as us.
 */
export function kubeconformSeeds(binary: string, schemas: string, kubernetes: string): string[] {
  const bad = seeds.filter(([, by]) => by === 'schema')
  const cases = [
    ...bad.map(([what, , resource]) => ({ what, resource, valid: 0 })),
    ...sound.map(([what, resource]) => ({ what, resource, valid: 1 })),
  ]
  return cases.flatMap(({ what, resource, valid }) => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-seed-'))
    try {
      writeFileSync(join(folder, 'object.yaml'), JSON.stringify(resource))
      const verdict = kubeconformCheck(binary, schemas, folder, kubernetes)
      if (verdict.valid === valid) return []
      return [`${what}: ${valid ? 'refused' : 'accepted'} ${verdict.messages.join('; ')}`]
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}
