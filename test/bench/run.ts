import { benchFleet } from './fleet.ts'
import { benchKustomize } from './kustomize.ts'
import { benchValidate } from './validate.ts'

/** `npm run bench` measures everything, `npm run bench -- kustomize` one part. Figures only: nothing fails. */
const PARTS: Readonly<Record<string, () => void>> = {
  fleet: benchFleet,
  kustomize: benchKustomize,
  validate: benchValidate,
}

const wanted = process.argv.slice(2)
for (const [name, bench] of Object.entries(PARTS))
  if (wanted.length === 0 || wanted.includes(name)) bench()
