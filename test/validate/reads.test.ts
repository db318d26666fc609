import { readdirSync } from 'node:fs'
import { idOf, type Resource } from '../../generator/core/resource.ts'
import type { Rule } from '../../generator/validate/rule.ts'
import { rules } from '../../generator/validate/rules/index.ts'
import { rulesDue } from '../../generator/validate/rules-due.ts'
import { slimmer } from '../../generator/validate/slim.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { rendered } from '../rendered.ts'
import { broken } from './broken.ts'
import { catalog } from './stored.ts'
import { upstream } from './upstream.ts'

function examplesOf(rule: Rule): readonly Resource[] {
  const { good, bad } = rule.examples()
  return [...good, ...bad]
}
const examples = rules.flatMap(examplesOf)

const shipped = readdirSync('overlays').flatMap((environment) =>
  readdirSync(`overlays/${environment}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => rendered(environment, name)),
)

const defects = upstream.flatMap(({ yaml, beside = '' }) =>
  [yaml, beside].map((text) => readYaml(text, 'a.yaml') as Resource[]),
)

/** What a rule says, in words that do not depend on which copy of an object it was shown. */
function said({ check, examples }: Rule, resources: readonly Resource[]): readonly string[] {
  const { platform = 'minikube', good: _, bad: __, ...more } = examples()
  const context = { catalog, kubernetes: '1.34', ...more, platform }
  return Array.from(check(resources, context), ({ resource, other, ...rest }) =>
    JSON.stringify([idOf(resource), other && idOf(other), rest]),
  )
}

/** The objects as a rule gets them: those that it has reason to look at, or without what it does not read. */
function narrowed(rule: Rule): (objects: readonly Resource[]) => readonly Resource[] {
  const { scope, reads } = rule
  const due = rulesDue([rule])
  if (scope === 'object') return (objects) => objects.filter((one) => due(one).length > 0)
  const slim = reads === undefined ? (one: Resource) => one : slimmer([reads])
  return (objects) =>
    objects.some((one) => due(one).length > 0)
      ? objects.map((one, i) => slim(one, i % 2 === 0))
      : []
}

describe('what rules say about what they look at', {
  'every rule across objects says what it reads, so that objects need not be kept': () => {
    const silent = rules.filter(
      ({ scope, reads }) => reads === undefined && scope !== 'object' && scope !== 'whole',
    )
    assert.equal(
      silent.map(({ id }) => id),
      [],
    )
  },
  'no rule looks at other objects, or at more of them': () => {
    for (const rule of rules) {
      const narrow = narrowed(rule)
      for (const objects of [...broken(examplesOf(rule)), examples, ...shipped, ...defects])
        assert.equal(said(rule, narrow(objects)), said(rule, objects), rule.id)
    }
  },
  'a rule about single objects says the same of each alone': () => {
    for (const rule of rules.filter(({ scope }) => scope === 'object'))
      assert.equal(
        examples.flatMap((one) => said(rule, [one])),
        said(rule, examples),
        rule.id,
      )
  },
})
