import { UserError } from '../../core/finding.ts'
import { jsonText } from '../../yaml/index.ts'
import { jsonKey } from '../node/through-json.ts'
import type { Mistake } from './decode.ts'
import type { Kustomization } from './kustomization.ts'

/** The fields that upstream hands to plugins of its own, as a text that it writes and reads once more. */
const handed: ReadonlySet<string> = new Set([
  ...['namePrefix', 'nameSuffix', 'namespace', 'commonLabels', 'labels', 'commonAnnotations'],
  ...['patchesStrategicMerge', 'patchesJson6902', 'patches', 'images', 'imageTags', 'replicas'],
  ...['replacements', 'configMapGenerator', 'secretGenerator', 'generatorOptions'],
])

/** Signs of which such a way leaves something else, or nothing; written as they are, or as escapes. */
const frail = /[\x7f-\x9f\ufffe\uffff]|\\[NxuU]/

/** What is read in a kustomization after that way: a lone U+0085 is a space then; DEL and its like are mistakes. */
export function throughConfig<T extends object>(
  read: T,
  text: string,
  report: (mistake: Mistake) => void,
): T {
  if (!frail.test(text)) return read
  const { configMapGenerator = [], secretGenerator = [] } = read as Kustomization
  const isGenerating = configMapGenerator.length + secretGenerator.length > 0
  const fields = Object.entries(read).map(([name, value]) => {
    const isHanded = handed.has(name) && (isGenerating || name !== 'generatorOptions')
    if (!isHanded) return [name, value]
    try {
      return [name, through(value)]
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      for (const problem of error.problems) report({ ...problem, pointer: `/${name}` })
      return [name, value]
    }
  })
  return Object.fromEntries(fields) as T
}

function through(value: unknown): unknown {
  if (typeof value === 'string') return jsonText(value)
  if (Array.isArray(value)) return value.map(through)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [jsonKey(key), through(one)]))
}
