import type { Random } from '../random.ts'
import { fields, labels, name } from './names.ts'
import { podSpec, template } from './pods.ts'
import { scalar } from './scalars.ts'
import type { Body, Value } from './value.ts'

/** Kinds that run pods: kind, apiVersions, and the rest of the body. */
export const workloads: Readonly<
  Record<string, readonly [versions: readonly string[], make: (r: Random) => Body]>
> = {
  Deployment: [['apps/v1', 'apps/v1', 'apps/v1', 'extensions/v1beta1'], deployment],
  ReplicaSet: [['apps/v1'], deployment],
  ReplicationController: [
    ['v1'],
    (r) => ({ spec: { replicas: r.int(5), selector: labels(r), template: template(r) } }),
  ],
  DaemonSet: [['apps/v1'], (r) => ({ spec: { ...selector(r), template: template(r) } })],
  StatefulSet: [['apps/v1', 'apps/v1', 'apps/v1beta1'], statefulSet],
  Job: [
    ['batch/v1'],
    (r) => ({
      spec: {
        template: template(r),
        ...fields(r, { selector: [0.1, () => ({ matchLabels: labels(r) })] }),
      },
    }),
  ],
  CronJob: [['batch/v1', 'batch/v1beta1'], cronJob],
  Pod: [['v1'], (r) => ({ spec: podSpec(r) })],
  PodTemplate: [['v1'], (r) => ({ template: template(r) })],
}

const selector = (r: Random): Body =>
  r.chance(0.85) ? { selector: r.chance(0.9) ? { matchLabels: labels(r) } : expressions(r) } : {}

const expressions = (r: Random): Body => ({
  matchExpressions: [{ key: 'app', operator: 'In', values: [name(r)] }],
})

function deployment(r: Random): Body {
  return {
    spec: {
      ...fields(r, {
        replicas: [0.7, () => (r.chance(0.9) ? r.int(5) : scalar(r))],
        strategy: [0.2, () => strategy(r)],
        minReadySeconds: [0.05, () => r.int(9)],
      }),
      ...selector(r),
      template: r.chance(0.97) ? template(r) : r.pick<Value>([null, {}]),
    },
    ...fields(r, {
      status: [0.03, () => ({ conditions: [{ type: 'Available', status: 'True' }] })],
    }),
  }
}

const strategy = (r: Random): Body =>
  r.pick<Body>([
    { type: 'Recreate' },
    { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: r.int(3) } },
  ])

function statefulSet(r: Random): Body {
  return {
    spec: {
      ...fields(r, {
        replicas: [0.7, () => r.int(5)],
        serviceName: [0.7, () => name(r)],
        volumeClaimTemplates: [
          0.4,
          () =>
            r.many(1, 2, (i) => ({
              metadata: { name: `data${i}`, ...fields(r, { labels: [0.4, () => labels(r)] }) },
              spec: { storageClassName: name(r), resources: { requests: { storage: '1Gi' } } },
            })),
        ],
      }),
      ...selector(r),
      template: template(r),
    },
  }
}

function cronJob(r: Random): Body {
  return {
    spec: {
      schedule: r.pick(['0 * * * *', '*/5 * * * *', '@daily']),
      jobTemplate: {
        ...fields(r, { metadata: [0.3, () => ({ labels: labels(r) })] }),
        spec: { template: template(r) },
      },
    },
  }
}
