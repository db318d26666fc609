import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Resource } from '../../generator/core/resource.ts'
import { rules } from '../../generator/validate/index.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

const folder = join(import.meta.dirname, 'rich/known')

const originals = readdirSync(folder).flatMap(
  (file) => readYaml(readFileSync(join(folder, file), 'utf8'), file) as Resource[],
)

/** So many objects: the rich ones again and again, each round in a namespace of its own. */
function objects(count: number): readonly Resource[] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / originals.length)
    const copy = structuredClone(originals[index % originals.length]) as Resource
    const { namespace, name } = copy.metadata
    const own = namespace === undefined ? { name: `${name}-${round}` } : { namespace: `n${round}` }
    return { ...copy, metadata: { ...copy.metadata, ...own } }
  })
}

/** Processor time of all rules over so many objects, in milliseconds: the least of three, which load does not change. */
function timeOf(count: number): number {
  const times = [1, 2, 3].map(() => {
    const all = objects(count)
    const context = { catalog, kubernetes: '1.34', platform: 'openshift', delivered: new Map() }
    const before = process.cpuUsage()
    for (const { check } of rules) for (const _ of check(all, context));
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

describe('time', {
  'four times as many objects take about four times as long, not sixteen times': () => {
    const [few, many] = [timeOf(1000), timeOf(4000)]
    assert.ok(many < few * 9, `1000 objects: ${few} ms, 4000: ${many} ms`)
  },
})
