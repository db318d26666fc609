import { readdirSync } from 'node:fs'
import type { Resource } from '../../generator/core/resource.ts'
import type { Rule } from '../../generator/validate/rule.ts'
import { rules } from '../../generator/validate/rules/index.ts'
import { slimmer } from '../../generator/validate/slim.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { rendered } from '../rendered.ts'
import { broken } from './broken.ts'
import { catalog } from './stored.ts'
import { upstream } from './upstream.ts'

/** What a rule says, in words that do not depend on which copy of an object it was shown. */
function said({ check, examples }: Rule, resources: readonly Resource[]): readonly string[] {
  const { platform = 'minikube', good: _, bad: __, ...more } = examples
  const context = { catalog, kubernetes: '1.34', ...more, platform }
  return Array.from(check(resources, context), ({ resource, pointer, message }) =>
    [resource.kind, resource.metadata?.name, pointer, message].join(' '),
  )
}

const shipped = readdirSync('overlays').flatMap((environment) =>
  readdirSync(`overlays/${environment}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => rendered(environment, name)),
)

const defects = upstream.flatMap(({ yaml, beside = '' }) =>
  [yaml, beside].map((text) => readYaml(text, 'a.yaml') as Resource[]),
)

const examplesOf = ({ examples }: Rule): readonly (readonly Resource[])[] => [
  examples.good,
  examples.bad,
]

describe('what rules say about what they read', {
  'every rule across objects says it, so that objects need not be kept': () => {
    const silent = rules.filter(({ scope, reads }) => reads === undefined && isAcross(scope))
    assert.equal(
      silent.map(({ id }) => id),
      [],
    )
  },
  'a rule says the same about what is kept for it': () => {
    const wrong = rules.flatMap((rule) => {
      if (rule.reads === undefined) return []
      const slim = slimmer([rule.reads])
      const own = examplesOf(rule).flatMap((objects) => [objects, ...broken(objects)])
      for (const objects of [...own, ...rules.flatMap(examplesOf), ...shipped, ...defects]) {
        const [whole, kept] = [said(rule, objects), said(rule, objects.map(slim))]
        if (whole.join() !== kept.join()) return [{ rule: rule.id, whole, kept, objects }]
      }
      return []
    })
    assert.equal(wrong, [])
  },
  'a rule says nothing about kinds that it does not look at': () => {
    for (const rule of rules) {
      const { id, kinds } = rule
      if (kinds === undefined) continue
      const others = [...rules.flatMap(examplesOf), ...shipped].map((objects) =>
        objects.filter(({ kind }) => !kinds.includes(kind)),
      )
      for (const objects of others) assert.equal(said(rule, objects), [], id)
    }
  },
})

const isAcross = (scope: Rule['scope']): boolean => scope === 'rendering' || scope === 'cluster'
