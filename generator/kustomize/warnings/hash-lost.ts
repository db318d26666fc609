import type { Problem } from '../../core/finding.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (base: string) => ({
  'kustomization.yaml':
    'resources: [base]\nconfigMapGenerator: [{name: web, behavior: merge, literals: [b=2]}]\n',
  'base/kustomization.yaml': base,
  'base/web.yaml': header('v1', 'ConfigMap', 'web'),
})

export const hashLost: Warning = {
  id: 'kustomize/hash-lost',
  summary:
    'A generator merges into an object that has no hash in its name, and the result has none.',
  why: 'kustomize appends the hash only when both sides want it (kustomize#5712). Pods do not restart when the merged data change.',
  hint: 'generate the object in the base too, without disableNameSuffixHash; or set disableNameSuffixHash here to say that it is meant',
  example: {
    bad: tree('resources: [web.yaml]\n'),
    good: tree('configMapGenerator: [{name: web, literals: [a=1]}]\n'),
  },
}

/** Told after generated objects are taken in, with the JSON pointer of the generator. */
export function hashesLost(
  entries: readonly Entry[],
  made: readonly Entry[],
): readonly (readonly [Problem, pointer: string])[] {
  const wanted = new Map(
    made
      .filter(({ hashed, behavior }) => hashed && (behavior === 'merge' || behavior === 'replace'))
      .map((entry) => [entry.origin, entry]),
  )
  if (wanted.size === 0) return []
  return entries.flatMap((entry) => {
    const generator = wanted.get(entry.patches.at(-1) ?? '')
    if (generator === undefined || entry.hashed) return []
    const message = `${generator.origin} merges into ${printId(currentId(entry))}, which has no hash in its name`
    return [[problemOf(hashLost, message), pointerOf(generator.origin)] as const]
  })
}

function pointerOf(origin: string): string {
  const [, field = '', index = ''] = /: (\w+)\[(\d+)\]$/.exec(origin) ?? []
  return `/${field}/${index}`
}
