import { removedApis } from '../../generator/validate/removed-apis.ts'
import { apiVersionOf } from '../../generator/validate/schema.ts'
import { assert, describe } from '../harness.ts'
import { catalog } from './stored.ts'

/** The stored minors, as numbers, in which a server with default flags has the kind. */
function servedIn(apiVersion: string, kind: string): readonly number[] {
  return catalog.versions
    .filter((version) => catalog.schemaOf(apiVersion, kind, version))
    .map((version) => Number(version.split('.')[1]))
}

const minors = catalog.versions.map((version) => Number(version.split('.')[1]))

describe('removed APIs', {
  'the table says of every stored minor what its server says': () => {
    for (const { apiVersion, kinds, removed } of removedApis)
      for (const kind of kinds) {
        const about = `${kind} of ${apiVersion}`
        const served = servedIn(apiVersion, kind)
        if (removed === undefined) assert.equal(served, minors, about)
        else
          assert.equal(
            served.filter((minor) => minor >= removed),
            [],
            about,
          )
      }
  },
  'whatever a stored minor no longer serves is in the table, with that minor': () => {
    for (const version of catalog.versions)
      for (const { kind, ...api } of catalog.kinds(version)) {
        const apiVersion = apiVersionOf(api)
        const last = servedIn(apiVersion, kind).at(-1) ?? 0
        if (last === minors.at(-1)) continue
        const row = removedApis.find((r) => r.apiVersion === apiVersion && r.kinds.includes(kind))
        assert.is(row?.removed, last + 1, `${kind} of ${apiVersion}`)
      }
  },
})
