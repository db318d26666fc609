import type { Resource } from '../../generator/core/resource.ts'
import { checkCluster, checkRendering } from '../../generator/validate/index.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'
import { templates, type Upstream, upstream } from './upstream.ts'

/** The defects that a manifest shows: G geodata, P prefect, T tensorio-models, O odc-product-generation, A azure-driver. */
const SHOWN = [
  ...['G1', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9', 'G10'],
  ...['P1', 'P2', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10'],
  ...['T2', 'T4', 'T5', 'T7', 'T8'],
  ...['O1', 'O2', 'O5', 'O8', 'O10'],
  ...['A2', 'A4', 'A5', 'A6', 'A8'],
]

const objectsOf = (text: string): readonly Resource[] => readYaml(text, 'a.yaml') as Resource[]

function rulesFor({ yaml, beside, platform }: Upstream): readonly string[] {
  const context = { catalog, kubernetes: '1.34', ...(platform ? { platform } : {}) }
  const resources = objectsOf(yaml)
  const other = beside === undefined ? [] : [{ source: 'b', resources: objectsOf(beside) }]
  return [
    ...checkRendering(resources, { ...context, source: 'a' }),
    ...checkCluster([{ source: 'a', resources }, ...other], context),
  ].map(({ rule }) => rule)
}

describe('defects', {
  'what the charts of the five systems do wrong is found by the rule that is named': () => {
    const missed = upstream.flatMap((defect) => {
      const found = rulesFor(defect)
      const { id, what, rule } = defect
      return found.includes(rule) ? [] : [`${id} ${what}: ${rule} is not in ${found.join(', ')}`]
    })
    assert.equal(missed, [])
  },
  'every one of them is in the table': () => {
    const told = new Set([...upstream.map(({ id }) => id), ...templates.map(([id]) => id)])
    assert.equal([...told].sort(), [...SHOWN].sort())
  },
})
