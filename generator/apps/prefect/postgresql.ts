import type { Resource } from '../../core/resource.ts'
import { service, statefulSet } from '../../model/objects.ts'
import {
  restrictedContainer,
  restrictedPod,
  selectorLabels,
  standardLabels,
} from '../../model/pods.ts'
import { compute } from '../compute.ts'
import { secretEnv } from '../env.ts'
import { imageRef } from '../image.ts'
import { type Database, postgresqlName, secretOf } from './database.ts'
import { containerSecurity, type Security } from './security.ts'

const PORT = 5432
const UID = 999 // postgres in the Debian image
const DATA = '/var/lib/postgresql/data'

/** First of all: what follows needs a database. Argo CD waits until it is ready. */
const WAVE = { 'argocd.argoproj.io/sync-wave': '-1' }

/** Our own PostgreSQL: one pod, its claim, and a Service; nothing when the database is somebody else's. */
export function postgresql(database: Database, instance: string): readonly Resource[] {
  if (database.external) return []
  const name = postgresqlName(instance)
  const labels = standardLabels('postgresql', instance, 'database', 'prefect')
  const selector = selectorLabels('postgresql', instance, 'database')
  const ports = [
    { name: 'tcp-postgresql', port: PORT, targetPort: 'tcp-postgresql', protocol: 'TCP' },
  ]
  const about = { labels, annotations: WAVE }
  const { persistence } = database.postgresql
  return [
    service({ name, ...about }, { spec: { type: 'ClusterIP', selector, ports } }),
    service(
      { name: `${name}-hl`, ...about },
      { spec: { type: 'ClusterIP', clusterIP: 'None', selector, ports } },
    ),
    statefulSet(
      { name, ...about },
      {
        spec: {
          replicas: 1,
          serviceName: `${name}-hl`,
          selector: { matchLabels: selector },
          // The data outlives the StatefulSet: only a person deletes it.
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          template: { metadata: { labels }, spec: pod(database, instance) },
          ...(persistence.enabled ? { volumeClaimTemplates: [claim(`${persistence.size}`)] } : {}),
        },
      },
    ),
  ]
}

const pod = (database: Database, instance: string) => ({
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: restrictedPod({ user: UID, group: UID, fsGroup: UID }),
  terminationGracePeriodSeconds: 60, // the last checkpoint takes time
  containers: [container(database, instance)],
  volumes: [
    ...(database.postgresql.persistence.enabled ? [] : [{ name: 'data', emptyDir: {} }]),
    { name: 'scratch', emptyDir: {} },
    { name: 'dshm', emptyDir: { medium: 'Memory' } },
  ],
})

function container(database: Database, instance: string) {
  const { image, resources } = database.postgresql
  return {
    name: 'postgresql',
    image: imageRef(image),
    imagePullPolicy: image.pullPolicy,
    ports: [{ name: 'tcp-postgresql', containerPort: PORT, protocol: 'TCP' }],
    env: [
      { name: 'POSTGRES_USER', value: database.user },
      { name: 'POSTGRES_DB', value: database.name },
      secretEnv('POSTGRES_PASSWORD', secretOf(database, instance), database.passwordKey),
      // Below the mount: the root of a volume may hold lost+found, and must belong to the user.
      { name: 'PGDATA', value: `${DATA}/pgdata` },
    ],
    resources: compute(resources),
    securityContext: restrictedContainer(),
    ...probes(database),
    volumeMounts: [
      { name: 'data', mountPath: DATA },
      { name: 'scratch', mountPath: '/tmp', subPathExpr: 'tmp' },
      { name: 'scratch', mountPath: '/var/run/postgresql', subPathExpr: 'run' },
      { name: 'dshm', mountPath: '/dev/shm' },
    ],
  }
}

/** Over TCP, because while the data directory is made the server listens on its socket only. */
const isReady = ({ user, name }: Database): readonly string[] => [
  'pg_isready',
  ...['-U', user, '-d', `dbname=${name}`, '-h', '127.0.0.1', '-p', `${PORT}`],
]

function probes(database: Database) {
  const check = {
    exec: { command: isReady(database) },
    periodSeconds: 10,
    timeoutSeconds: 5,
  }
  return {
    // Ten minutes: recovery after a crash must not be cut short.
    startupProbe: { ...check, failureThreshold: 60 },
    livenessProbe: { ...check, failureThreshold: 6 },
    readinessProbe: { ...check, failureThreshold: 6 },
  }
}

/** Version and kind are what the API server adds itself; without them Argo CD sees a difference for ever. */
const claim = (size: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } },
})

/** An init container that waits for our own PostgreSQL, with its image; none for somebody else's. */
export function waitForPostgresql(database: Database, security: Security, instance: string) {
  if (database.external) return {}
  const { image } = database.postgresql
  const isUp = `pg_isready -h ${postgresqlName(instance)} -p ${PORT}`
  const container = {
    name: 'wait-for-postgresql',
    image: imageRef(image),
    imagePullPolicy: image.pullPolicy,
    command: ['/bin/sh', '-c'],
    args: [`until ${isUp}; do sleep 2; done`],
    resources: compute({
      requests: { cpu: '10m', memory: '16Mi' },
      limits: { cpu: '100m', memory: '64Mi' },
    }),
    securityContext: containerSecurity(security),
  }
  return { initContainers: [container] }
}
