import type { Place } from '../../core/finding.ts'
import type { Entry } from '../identity/entry.ts'
import type { Survey } from './survey.ts'

/** The outermost kustomization that sets this namespace, else the object. */
export function placeOfNamespace(
  namespace: string,
  kustomizations: readonly string[],
  { readings, written }: Survey,
  entry: Entry,
): Place {
  const file = kustomizations.find((one) => readings.kustomization(one).namespace === namespace)
  if (file !== undefined) return readings.placeIn(file, '/namespace')
  return written(entry)?.place('/metadata') ?? { file: entry.origin, line: 1, column: 1 }
}
