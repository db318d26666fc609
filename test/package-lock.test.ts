import { readFileSync } from 'node:fs'
import { assert, describe } from './harness.ts'

type Entry = {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>
}

describe('package-lock.json', {
  'says where nothing is downloaded from': () =>
    assert.equal(
      Object.keys(packages).filter((name) => packages[name]?.resolved !== undefined),
      [],
    ),
  // npm 11 refuses `npm ci` otherwise, and an install on a registry without them drops them.
  'has an entry for every optional package of every platform': () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    )
    assert.equal(missing, [])
  },
})
