import { apps } from '../../generator/apps/index.ts'
import { parseFleet, resolveFleet } from '../../generator/fleet/index.ts'
import { platforms } from '../../generator/platforms/index.ts'
import { assert, describe } from '../harness.ts'

const catalog = { apps, platforms }
const uid = '00000000-0000-4000-8000-000000000001'
const clusters = `{ one: { platform: nova, kubernetes: "1.35", clusterUid: ${uid} } }`

/** Pointers of what each client of a fleet with a server finds wrong, in both environments. */
function problemsIn(server: string, worker: string): readonly string[] {
  const text = `
repository: { url: https://git.example.org/fleet.git }
clusters: ${clusters}
environments: { open: { cluster: one }, guarded: { cluster: one, namespaceSuffix: -guarded } }
applications:
  server: { uses: prefect-server, environments: { open: {}, guarded: { values: ${server} } } }
  worker:
    uses: prefect-worker
    values: { api: { application: server }, workPool: pool }
    environments: { open: {}, guarded: { values: ${worker} } }
`
  const checked = parseFleet(new Map([['fleet.yaml', text]]), catalog)
  const given = { file: () => undefined, manifests: () => [] }
  const { instances } = resolveFleet(checked, catalog, given)
  return instances
    .flatMap((i) => i.placements)
    .flatMap(({ app, values, site, instance, environment }) =>
      (app.problems?.(values, site) ?? []).map((p) => `${environment}/${instance}${p.pointer}`),
    )
}

describe('prefect: a password between applications', {
  'a worker knows what the server of its own environment asks for': () => {
    assert.equal(problemsIn('{}', '{}'), [])
    assert.equal(problemsIn('{ basicAuth: {} }', '{}'), ['guarded/worker/api'])
    assert.equal(problemsIn('{ basicAuth: {} }', '{ basicAuth: {} }'), [])
  },
})
