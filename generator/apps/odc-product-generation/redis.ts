import type { Config } from '../../core/config.ts'
import { networkPolicy, service, statefulSet } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod } from '../../model/pods.ts'
import { compute } from '../compute.ts'
import { imageRef } from '../image.ts'
import { labels, podLabels, redisClients, selector } from './labels.ts'
import type { OdcValues } from './values.ts'

type Redis = OdcValues['redis']

/** User and group of the image's redis; needed for the volume. */
export const REDIS_IDS = { user: 999, group: 1000 } as const
const PORT = 6379
const DATA = 'redis-data'

/** Redis with its Service, and a NetworkPolicy in place of the password that the worker cannot send. */
export const redisObjects = (redis: Redis, instance: string) => [
  redisService(redis, instance),
  redisServer(redis, instance),
  redisAccess(redis, instance),
]

/** Upstream's settings: only the append-only file, or nothing on disk; commands that empty the queue are off. */
export function redisConfig(redis: Redis, instance: string): Config {
  const lines = [
    'bind * -::*',
    '# There is no password: the NetworkPolicy says who may connect.',
    'protected-mode no',
    'dir /data',
    `appendonly ${redis.appendOnly ? 'yes' : 'no'}`,
    'save ""',
    'rename-command FLUSHDB ""',
    'rename-command FLUSHALL ""',
  ]
  const data = { 'redis.conf': `${lines.join('\n')}\n` }
  return { name: redis.name, data, labels: labels(instance, 'redis') }
}

const redisService = (redis: Redis, instance: string) =>
  service(
    { name: redis.name, labels: labels(instance, 'redis') },
    {
      spec: {
        type: 'ClusterIP',
        selector: selector(instance, 'redis'),
        ports: [{ name: 'redis', port: PORT, targetPort: 'redis', protocol: 'TCP' }],
      },
    },
  )

function redisServer(redis: Redis, instance: string) {
  const persistent = redis.persistence !== undefined
  const template = {
    metadata: { labels: podLabels(instance, 'redis') },
    spec: {
      automountServiceAccountToken: false,
      securityContext: restrictedPod({ ...REDIS_IDS, fsGroup: REDIS_IDS.group }),
      containers: [container(redis)],
      volumes: [
        { name: 'config', configMap: { name: redis.name } },
        ...(persistent ? [] : [{ name: DATA, emptyDir: {} }]),
      ],
    },
  }
  return statefulSet(
    { name: redis.name, labels: labels(instance, 'redis') },
    {
      spec: {
        replicas: 1,
        serviceName: redis.name,
        selector: { matchLabels: selector(instance, 'redis') },
        template,
        ...(persistent ? { volumeClaimTemplates: [claim(`${redis.persistence}`)] } : {}),
      },
    },
  )
}

/** Version and kind are what the API server adds itself; without them Argo CD sees a difference for ever. */
const claim = (storage: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: DATA },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
})

// While Redis loads its file it answers, but not with PONG.
const ping = { exec: { command: ['sh', '-c', 'test "$(redis-cli ping)" = PONG'] } }

const container = (redis: Redis) => ({
  name: 'redis',
  image: imageRef(redis.image),
  imagePullPolicy: redis.image.pullPolicy,
  command: ['redis-server', '/etc/redis/redis.conf'],
  ports: [{ name: 'redis', containerPort: PORT, protocol: 'TCP' }],
  resources: compute(redis.resources),
  // Ten minutes, for a long append-only file.
  startupProbe: { ...ping, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 },
  livenessProbe: { ...ping, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 5 },
  readinessProbe: { ...ping, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 5 },
  securityContext: restrictedContainer(),
  volumeMounts: [
    { name: 'config', mountPath: '/etc/redis', readOnly: true },
    { name: DATA, mountPath: '/data' },
  ],
})

const redisAccess = (redis: Redis, instance: string) =>
  networkPolicy(
    { name: redis.name, labels: labels(instance, 'redis') },
    {
      spec: {
        podSelector: { matchLabels: selector(instance, 'redis') },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: redisClients(instance, redis.name).map((podSelector) => ({ podSelector })),
            ports: [{ port: PORT, protocol: 'TCP' }],
          },
        ],
      },
    },
  )
