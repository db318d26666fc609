import type { Problem } from '../../core/finding.ts'
import { type Built, header, problemOf, type Warning } from './warning.ts'

const schema = '{"definitions": {}}\n'
const tree = (more: string) => ({
  'kustomization.yaml': 'resources: [base]\nopenapi: {path: schema.json}\n',
  'schema.json': schema,
  'base/kustomization.yaml': `resources: [web.yaml]\n${more}`,
  'base/schema.json': schema,
  'base/web.yaml': header('v1', 'ConfigMap', 'web'),
})

export const secondOpenapi: Warning = {
  id: 'kustomize/second-openapi',
  summary: 'Several kustomizations of one build have `openapi`.',
  why: 'The first one counts, for the whole build: the outermost first. Merge keys that the others describe are not known, and their lists are replaced.',
  hint: 'keep one file that describes everything, and name it in the outermost kustomization',
  example: { bad: tree('openapi: {path: schema.json}\n'), good: tree('') },
  *check({ kustomizations, survey: { readings } }: Built): Iterable<Problem> {
    const named = kustomizations.filter(
      (file) =>
        /openapi/i.test(readings.text(file)) && readings.kustomization(file).openapi !== undefined,
    )
    for (const file of named.slice(1))
      yield problemOf(secondOpenapi, `the openapi of ${file} is ignored: ${named[0]} has one`, {
        place: readings.placeIn(file, '/openapi', { key: true }),
      })
  },
}
