import { groupOf, type Resource } from '../../core/resource.ts'
import { didYouMean } from '../../core/suggest.ts'
import { example } from '../example.ts'
import { fieldsAt, mapsOf, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const GROUPS = ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io']

const after = (name: string, ...others: readonly string[]): Resource =>
  example('Kustomization', name, {
    spec: {
      interval: '60m',
      prune: true,
      path: `./overlays/nova/${name}`,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      dependsOn: others.map((other) => ({ name: other })),
    },
  })

export const orderCycle: Rule = {
  id: 'order-cycle',
  severity: 'error',
  scope: 'rendering',
  reads: { Kustomization: ['spec/dependsOn'], HelmRelease: ['spec/dependsOn'] },
  when: { Kustomization: [''], HelmRelease: [''] },
  summary:
    'What Flux applies after something else waits for something that exists, and never for itself.',
  why: 'Flux never applies a Kustomization or HelmRelease that waits for itself or for what does not exist.',
  hint: 'remove one dependsOn of the circle, or correct the name',
  *check(resources) {
    const units = new Map(resources.filter(isUnit).map((unit) => [keyOf(unit), unit]))
    const circle = circlesIn(units)
    // Only so many, that many wrong names in a large cluster stay cheap.
    const names = [...units.values()]
      .flatMap(({ metadata }) => textOf(metadata.name) ?? [])
      .slice(0, 200)
    for (const [key, unit] of units)
      for (const { pointer, name, wanted } of waitsOf(unit)) {
        const other = units.get(wanted)
        if (other === undefined) {
          const message = `waits for "${name}", which is no ${unit.kind} of this rendering${didYouMean(name, names)}`
          yield { resource: unit, pointer, message }
        } else if (circle.has(key) && circle.has(wanted))
          yield {
            resource: unit,
            pointer,
            message: `waits for "${name}", which waits for it in the end`,
          }
      }
  },
  examples: () => ({
    good: [after('a'), after('b', 'a')],
    bad: [after('a', 'b'), after('b', 'a')],
  }),
}

const isUnit = ({ kind, apiVersion }: Resource): boolean =>
  GROUPS.includes(groupOf(apiVersion)) && ['Kustomization', 'HelmRelease'].includes(kind)

const keyOf = ({ kind, metadata }: Resource): string =>
  `${kind}/${metadata.namespace ?? ''}/${metadata.name}`

type Wait = { readonly pointer: string; readonly name: string; readonly wanted: string }

function waitsOf(unit: Resource): readonly Wait[] {
  return mapsOf(fieldsAt(unit, 'spec').dependsOn).flatMap(([index, { name, namespace }]) => {
    const text = textOf(name)
    if (text === undefined) return []
    const wanted = `${unit.kind}/${textOf(namespace) ?? unit.metadata.namespace ?? ''}/${text}`
    return [{ pointer: `/spec/dependsOn/${index}/name`, name: text, wanted }]
  })
}

/** The units that are left when those that wait for nobody are taken away, again and again, and then those that nobody waits for. */
function circlesIn(units: ReadonlyMap<string, Resource>): ReadonlySet<string> {
  const waits = new Map(
    Array.from(units, ([key, unit]) => {
      const wanted = waitsOf(unit).map((wait) => wait.wanted)
      return [key, wanted.filter((other) => units.has(other))] as const
    }),
  )
  const left = peeled(waits, new Set(units.keys()))
  const backwards = new Map<string, string[]>(Array.from(left, (key) => [key, []]))
  for (const key of left) for (const other of waits.get(key) ?? []) backwards.get(other)?.push(key)
  return peeled(backwards, left)
}

/** Linear in the edges: every node is taken away once, and tells those that wait for it. */
function peeled(
  waits: ReadonlyMap<string, readonly string[]>,
  nodes: ReadonlySet<string>,
): ReadonlySet<string> {
  const left = new Set(nodes)
  const open = new Map<string, number>()
  const waiting = new Map<string, string[]>(Array.from(nodes, (key) => [key, []]))
  for (const key of nodes) {
    const others = (waits.get(key) ?? []).filter((other) => nodes.has(other))
    open.set(key, others.length)
    for (const other of others) waiting.get(other)?.push(key)
  }
  const free = Array.from(nodes).filter((key) => open.get(key) === 0)
  for (let key = free.pop(); key !== undefined; key = free.pop()) {
    left.delete(key)
    for (const next of waiting.get(key) ?? []) {
      const rest = (open.get(next) ?? 1) - 1
      open.set(next, rest)
      if (rest === 0) free.push(next)
    }
  }
  return left
}
