import type { Random } from '../random.ts'
import { container, fields, image, labels, name } from './names.ts'
import { scalar, text } from './scalars.ts'
import type { Body, Value } from './value.ts'

/** A pod template: labels and a spec with what patches, images and references touch. */
export function template(r: Random): Body {
  return {
    ...fields(r, {
      metadata: [0.85, () => ({ labels: labels(r), ...annotations(r) })],
    }),
    spec: podSpec(r),
  }
}

const annotations = (r: Random): Body =>
  fields(r, { annotations: [0.15, () => labels(r)], name: [0.03, () => name(r)] })

export function podSpec(r: Random): Body {
  const distinct = r.some(['main', 'side', 'web'], 1, 3)
  return {
    containers: r.chance(0.95)
      ? distinct.map((own) => containerBody(r, own))
      : r.many(0, 3, () => containerBody(r, container(r))),
    ...fields(r, {
      initContainers: [0.2, () => r.many(1, 2, (i) => containerBody(r, `init${i}`))],
      ephemeralContainers: [0.03, () => [containerBody(r, 'debug')]],
      volumes: [0.45, () => r.some(['cfg', 'data', 'tmp'], 1, 3).map((own) => volume(r, own))],
      serviceAccountName: [0.25, () => name(r)],
      serviceAccount: [0.03, () => name(r)],
      imagePullSecrets: [0.15, () => r.many(1, 2, () => ({ name: name(r) }))],
      tolerations: [0.1, () => r.many(1, 2, () => ({ key: text(r), operator: 'Exists' }))],
      hostAliases: [0.08, () => r.many(1, 2, (i) => ({ ip: `10.0.0.${i}`, hostnames: [text(r)] }))],
      affinity: [0.1, () => affinity(r)],
      topologySpreadConstraints: [0.1, () => r.many(1, 2, () => spread(r))],
      priorityClassName: [0.1, () => name(r)],
      nodeSelector: [0.15, () => labels(r)],
      securityContext: [0.15, () => ({ runAsUser: r.int(2000), fsGroup: scalar(r) })],
      terminationGracePeriodSeconds: [0.1, () => r.int(100)],
      restartPolicy: [0.1, () => r.pick(['Always', 'Never', 'OnFailure'])],
    }),
  }
}

const selector = (r: Random): Body => ({ matchLabels: labels(r) })

function affinity(r: Random): Body {
  const term = { labelSelector: selector(r), topologyKey: 'kubernetes.io/hostname' }
  return {
    [r.pick(['podAffinity', 'podAntiAffinity'])]: r.chance(0.5)
      ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
      : {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: r.int(100), podAffinityTerm: term },
          ],
        },
  }
}

const spread = (r: Random): Body => ({
  maxSkew: 1,
  topologyKey: r.pick(['zone', 'host']),
  whenUnsatisfiable: r.pick(['DoNotSchedule', 'ScheduleAnyway']),
  ...fields(r, { labelSelector: [0.7, () => selector(r)] }),
})

export function containerBody(r: Random, own: string): Body {
  return {
    name: own,
    ...fields(r, {
      image: [0.95, () => image(r)],
      imagePullPolicy: [0.1, () => r.pick(['Always', 'IfNotPresent'])],
      command: [0.15, () => r.many(1, 3, () => text(r))],
      args: [0.25, () => r.many(0, 3, () => argument(r))],
      env: [0.45, () => r.some(['A', 'B', 'C', 'LOG_LEVEL'], 1, 4).map((key) => variable(r, key))],
      envFrom: [
        0.15,
        () => r.many(1, 2, () => ({ [r.pick(['configMapRef', 'secretRef'])]: { name: name(r) } })),
      ],
      ports: [0.4, () => r.many(1, 3, () => port(r, 'containerPort'))],
      resources: [
        0.2,
        () => ({ limits: { cpu: scalar(r), memory: '1Gi' }, requests: { cpu: '100m' } }),
      ],
      volumeMounts: [
        0.3,
        () => r.some(['/cfg', '/data', '/tmp'], 1, 3).map((mountPath) => mount(r, mountPath)),
      ],
      volumeDevices: [0.02, () => [{ name: 'data', devicePath: '/dev/x' }]],
      livenessProbe: [0.15, () => ({ httpGet: { path: '/', port: r.pick<Value>([80, 'http']) } })],
      securityContext: [0.1, () => ({ runAsUser: r.int(100), capabilities: { drop: ['ALL'] } })],
      stdin: [0.02, () => scalar(r)],
    }),
  }
}

const argument = (r: Random): Value =>
  r.weighted<Value>([
    [3, `--${text(r, 0.1)}`],
    [1, `$(${r.pick(['A', 'B', 'VAR', 'PORT'])})`],
    [1, `--x=$(${r.pick(['VAR', 'PORT'])})/$$(VAR)`],
    [1, text(r)],
  ])

const mount = (r: Random, mountPath: string): Body => ({
  name: r.pick(['cfg', 'data', 'tmp']),
  mountPath,
  ...fields(r, { readOnly: [0.3, () => true], subPath: [0.2, () => text(r)] }),
})

function variable(r: Random, key: string): Body {
  const from = r.pick(['configMapKeyRef', 'secretKeyRef'])
  return r.weighted<() => Body>([
    [5, () => ({ name: key, value: text(r) })],
    [1, () => ({ name: key, value: `$(${r.pick(['VAR', 'PORT'])})` })],
    [2, () => ({ name: key, valueFrom: { [from]: { name: name(r), key: 'k' } } })],
    [0.5, () => ({ name: key, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } })],
    [0.3, () => ({ name: key })],
  ])()
}

/** A port of a container or a Service, whose number stands under `number`. */
export const port = (r: Random, number: 'containerPort' | 'port'): Body => ({
  ...fields(r, { name: [0.5, () => r.pick(['http', 'https', 'metrics'])] }),
  [number]: r.pick([80, 443, 8080, 9090]),
  ...fields(r, {
    protocol: [0.4, () => r.pick(['TCP', 'UDP'])],
    ...(number === 'port'
      ? {
          targetPort: [0.5, () => r.pick<Value>([80, 'http', '8080'])],
          nodePort: [0.1, () => 30000 + r.int(9)],
        }
      : { hostPort: [0.05, () => 80] }),
  }),
})

function volume(r: Random, own: string): Body {
  const of = name(r)
  return {
    name: own,
    ...r.weighted<() => Body>([
      [
        3,
        () => ({ configMap: { name: of, ...fields(r, { defaultMode: [0.3, () => scalar(r)] }) } }),
      ],
      [3, () => ({ secret: { secretName: of } })],
      [2, () => ({ emptyDir: {} })],
      [1, () => ({ persistentVolumeClaim: { claimName: of } })],
      [
        1,
        () => ({
          projected: { sources: [{ configMap: { name: of } }, { secret: { name: name(r) } }] },
        }),
      ],
      [0.5, () => ({ image: { reference: image(r) } })],
      [0.5, () => ({ csi: { driver: 'x', nodePublishSecretRef: { name: of } } })],
      [0.2, () => ({})],
    ])(),
  }
}
