import { prefectAgent } from '../../generator/apps/prefect/prefect-agent.ts'
import { prefectOrion } from '../../generator/apps/prefect/prefect-orion.ts'
import { prefectServer } from '../../generator/apps/prefect/prefect-server.ts'
import { prefectWorker } from '../../generator/apps/prefect/prefect-worker.ts'
import type { Site } from '../../generator/fleet/types.ts'
import { assert, describe } from '../harness.ts'
import { cluster, site } from '../site.ts'
import { problemsOf } from './prefect.ts'

const orionAt = site('prefect-orion')
const serverAt = site('prefect-server', { namespace: 'prefect' })
const agentAt = site('prefect-agent', { namespace: 'prefect-orion' })
const workerAt = site('prefect-worker', { namespace: 'prefect' })
const api = 'http://prefect.example.org/api'
const cloud = { cloud: { accountId: 'a1', workspaceId: 'w1' } }
const pool = { api, workPool: 'kubernetes' }

const broker = { redis: { host: 'redis.example.org' } }
const openshift = site('prefect-server', { cluster: cluster({ platform: 'openshift' }) })

describe('prefect servers: what cannot be', {
  'each with its place': () => {
    const cases: readonly (readonly [unknown, readonly string[], typeof serverAt?])[] = [
      [{}, []],
      [{ image: { tag: '3-latest' } }, ['/image/tag']],
      [{ image: { tag: '2.20.16-python3.11' } }, ['/image/tag']],
      [
        { image: { tag: '3.4.15' }, backgroundServices: { separate: true }, broker },
        ['/backgroundServices/separate'],
      ],
      [{ image: { tag: '3.4.16' }, backgroundServices: { separate: true }, broker }, []],
      [{ backgroundServices: { separate: true } }, ['/backgroundServices/separate']],
      [{ replicas: 2 }, ['/replicas']],
      [{ replicas: 2, broker }, []],
      [{ autoscaling: { min: 1, max: 2 } }, ['/autoscaling/max']],
      [{ autoscaling: { min: 1, max: 2 }, broker }, []],
      [{ broker, env: { PREFECT_MESSAGING_BROKER: 'x' } }, ['/env/PREFECT_MESSAGING_BROKER']],
      [{ autoscaling: { min: 3, max: 2 }, broker }, ['/autoscaling/max']],
      [{ database: { external: {} } }, ['/database/external']],
      [
        { database: { external: { host: 'db', connectionStringKey: 'url' } } },
        ['/database/external/connectionStringKey'],
      ],
      [{ resources: { requests: { memory: '2Gi' } } }, ['/resources/requests/memory']],
      [{ resources: { requests: { cpu: 2 }, limits: { cpu: '2000m' } } }, []],
      [
        { database: { postgresql: { resources: { limits: { cpu: '100m' } } } } },
        ['/database/postgresql/resources/requests/cpu'],
      ],
      [{ env: { PREFECT_UI_API_URL: 'x' } }, ['/env/PREFECT_UI_API_URL']],
      [{ security: { root: true } }, []],
      [{ security: { root: true } }, ['/security/root'], openshift],
      [{}, [''], site('a-name-of-more-than-forty-one-characters-x')],
    ]
    for (const [given, pointers, place = serverAt] of cases)
      assert.equal(problemsOf(prefectServer, given, place), pointers, JSON.stringify(given))
    assert.equal(problemsOf(prefectOrion, {}, orionAt), [])
    assert.equal(problemsOf(prefectOrion, { image: { tag: '3.8.5' } }, orionAt), ['/image/tag'])
  },
})

describe('prefect runners: what cannot be', {
  'each with its place': () => {
    const laptop = site('x', { cluster: cluster({ clusterUid: null }) })
    const neutral = site('x', { environment: null, cluster: cluster({ clusterUid: null }) })
    const openshift = site('x', { cluster: cluster({ platform: 'openshift' }) })
    const cases: readonly (readonly [object, readonly string[], Site?])[] = [
      [{}, []],
      [{ api: cloud }, ['/api']],
      [{ api: 'https://api.prefect.cloud/api/accounts/a/workspaces/w' }, ['/api']],
      [{ api: cloud, apiKey: {} }, []],
      [{}, ['/kubeSystemRole'], laptop],
      [{ kubeSystemRole: true }, [], laptop],
      [{}, [], neutral],
      [{ security: { root: true } }, ['/security/root'], openshift],
      [{ resources: { requests: { cpu: 2 } } }, ['/resources/requests/cpu']],
      [{ env: { PREFECT_API_URL: 'x' } }, ['/env/PREFECT_API_URL']],
      [{ image: { tag: 'custom' } }, ['/image/tag']],
    ]
    for (const [given, pointers, place = agentAt] of cases) {
      assert.equal(problemsOf(prefectAgent, { api, ...given }, place), pointers)
      assert.equal(problemsOf(prefectWorker, { ...pool, ...given }, place), pointers)
    }
    const server = { application: 'prefect-server' }
    const guarded = site('x', { offersOf: () => ({ basicAuth: true }) })
    assert.equal(problemsOf(prefectAgent, { api: server }, agentAt), [])
    assert.equal(problemsOf(prefectAgent, { api: server }, guarded), ['/api'])
    assert.equal(problemsOf(prefectWorker, { ...pool, api: server }, guarded), ['/api'])
    assert.equal(problemsOf(prefectWorker, { ...pool, api: server, basicAuth: {} }, guarded), [])
    assert.equal(problemsOf(prefectAgent, { api, image: { tag: '3.8.5' } }, agentAt), [
      '/image/tag',
    ])
    assert.equal(problemsOf(prefectWorker, { ...pool, image: { tag: '2.7.11' } }, workerAt), [
      '/image/tag',
    ])
  },
})
