import { prefectAgent } from '../../generator/apps/prefect/prefect-agent.ts'
import { prefectOrion } from '../../generator/apps/prefect/prefect-orion.ts'
import { prefectServer } from '../../generator/apps/prefect/prefect-server.ts'
import { prefectWorker } from '../../generator/apps/prefect/prefect-worker.ts'
import { arbitraryUid } from '../../generator/platforms/rules/arbitrary-uid.ts'
import { assert, describe } from '../harness.ts'
import { site } from '../site.ts'
import { podsOf, wanted } from './prefect.ts'

const api = 'http://prefect.example.org/api'
const worker = (given: object = {}) =>
  wanted(prefectWorker, { api, workPool: 'kubernetes', ...given }, site('prefect-worker'))

const everything = [
  wanted(prefectOrion, {}, site('prefect-orion')),
  wanted(prefectServer, { backgroundServices: { separate: true } }, site('prefect-server')),
  wanted(prefectAgent, { api }, site('prefect-agent')),
  worker(),
]
const restricted = {
  runAsNonRoot: true,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
}

describe('prefect: security', {
  'every container of every pod is restricted': () => {
    const pods = everything.flatMap((d) => podsOf(d.resources))
    assert.equal(
      pods.map((p) => p.of),
      [
        'StatefulSet/prefect-orion-postgresql',
        'Deployment/prefect-orion',
        'StatefulSet/prefect-server-postgresql',
        'Job/prefect-server-db-migrations',
        'Deployment/prefect-server',
        'Deployment/prefect-server-background-services',
        'Deployment/prefect-agent',
        'Deployment/prefect-worker',
      ],
    )
    for (const pod of pods)
      for (const c of pod.containers)
        assert.equal(c.securityContext, restricted, `${pod.of} ${c.name}`)
  },

  'on openshift no pod has ids': () => {
    for (const desired of everything) {
      const { resources } = arbitraryUid.apply(desired, site('x'))
      for (const { securityContext } of podsOf(resources))
        assert.equal(securityContext, {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        })
    }
  },

  'root, as documented, in every pod but the database': () => {
    const { resources, notes } = worker({ security: { root: true } })
    const [pod] = podsOf(resources)
    assert.equal(pod?.securityContext, {
      runAsUser: 0,
      runAsNonRoot: false,
      fsGroup: 0,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    for (const c of pod?.containers ?? [])
      assert.equal(c.securityContext, {
        runAsUser: 0,
        runAsNonRoot: false,
        readOnlyRootFilesystem: false,
        allowPrivilegeEscalation: false,
      })
    assert.equal(
      notes?.map((n) => n.pointer),
      ['/security/root'],
    )
    const separate = { security: { root: true }, backgroundServices: { separate: true } }
    const server = wanted(prefectServer, separate, site('prefect-server'))
    assert.equal(
      podsOf(server.resources)
        .filter((p) => (p.securityContext as { runAsUser?: number }).runAsUser !== 0)
        .map((p) => p.of),
      ['StatefulSet/prefect-server-postgresql'],
    )
  },
})
