import type { Resource } from '../../core/resource.ts'
import { example, exampleDeployment } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import { containersOf, type Pod, podOf } from '../pods.ts'
import type { Reads, Rule } from '../rule.ts'
import type { Mistake } from '../rule-shapes.ts'

const STAY = ['Deployment', 'StatefulSet', 'DaemonSet', 'DeploymentConfig', 'Rollout', 'ReplicaSet']

const config = (name: string) => example('ConfigMap', name, { data: { LOG_LEVEL: 'info' } })
const reading = (name: string) => exampleDeployment({ envFrom: [{ configMapRef: { name } }] })

const READS: Reads = {
  ConfigMap: ['immutable'],
  '*': ['metadata/annotations/*/'],
  pod: [
    'metadata/annotations/*/',
    'spec/volumes/*/name',
    'spec/volumes/*/configMap/name',
    'spec/C/name',
    'spec/C/volumeMounts/*/name',
    'spec/C/volumeMounts/*/subPath',
    'spec/C/volumeMounts/*/subPathExpr',
    'spec/C/envFrom/*/configMapRef/name',
    'spec/C/env/*/valueFrom/configMapKeyRef/name',
  ],
}

export const configReload: Rule = {
  id: 'config-reload',
  severity: 'warning',
  scope: 'rendering',
  reads: READS,
  when: { ConfigMap: [['metadata/name', (name) => !HASH.test(textOf(name) ?? '')]] },
  summary:
    'Pods that read a ConfigMap only when they start are started again when it changes: its name ends in a hash, or a checksum stands in their annotations.',
  why: 'Variables and files that are mounted by subPath are never read again: the new ConfigMap is applied, all is green, and the program goes on with the old one until something else restarts it.',
  hint: 'generate the ConfigMap (configMapGenerator adds the hash), or add an annotation with a checksum to the pod template',
  *check(resources) {
    const plain = new Set(resources.filter(isChangeable).map(({ metadata }) => nameOf(metadata)))
    if (plain.size === 0) return
    for (const resource of resources) {
      const pod = STAY.includes(resource.kind) ? podOf(resource) : undefined
      if (pod === undefined || isRestarted(resource)) continue
      const { namespace } = resource.metadata
      for (const { name, ...mistake } of readOnce(pod))
        if (plain.has(nameOf({ name, namespace }))) yield { resource, ...mistake }
    }
  },
  examples: () => ({
    good: [config('tiles-5h7g4tkm2d'), reading('tiles-5h7g4tkm2d')],
    bad: [config('tiles'), reading('tiles')],
  }),
}

const nameOf = ({ name, namespace }: { readonly name: unknown; readonly namespace?: unknown }) =>
  `${namespace ?? ''}/${name}`

/** What kustomize puts behind the name of what it generates. */
const HASH = /-[bcdfghkmt2456789]{10}$/

function isChangeable({ kind, apiVersion, metadata, immutable }: Resource): boolean {
  const name = textOf(metadata.name)
  return kind === 'ConfigMap' && apiVersion === 'v1' && immutable !== true && !HASH.test(name ?? '')
}

/** A checksum of what is read, or a controller that restarts pods. */
function isRestarted(resource: Resource): boolean {
  const pod = podOf(resource)
  const inTemplate = fieldsAt(resource, ...stepsTo(pod), 'metadata', 'annotations')
  const names = [
    ...Object.keys(inTemplate),
    ...Object.keys(fieldsAt(resource.metadata.annotations)),
  ]
  return names.some((name) => /checksum|[-/]hash|reloader|restart/i.test(name))
}

const stepsTo = (pod: Pod | undefined): readonly string[] =>
  (pod?.pointer ?? '').split('/').filter(Boolean)

type Read = Mistake & { readonly name: unknown }

/** The ConfigMaps that a pod reads when it starts, and never again; each once. */
function* readOnce(pod: Pod): Iterable<Read> {
  const seen = new Set<unknown>()
  for (const { name, what, pointer } of usesOf(pod)) {
    if (name === undefined || seen.has(name)) continue
    seen.add(name)
    yield { name, pointer, message: `reads ConfigMap "${name}" ${what}, only when it starts` }
  }
}

type Use = { readonly name: string | undefined; readonly what: string; readonly pointer: string }

function usesOf(pod: Pod): readonly Use[] {
  const volumes = new Map(
    mapsOf(pod.spec.volumes).map(([, volume]) => [volume.name, fieldsAt(volume, 'configMap').name]),
  )
  return containersOf(pod)
    .filter(({ list }) => list === 'containers')
    .flatMap(({ fields, pointer }) => [
      ...variables(fields, pointer),
      ...mapsOf(fields.volumeMounts)
        .filter(([, { subPath, subPathExpr }]) => textOf(subPath ?? subPathExpr) !== undefined)
        .map(([index, mount]) => ({
          name: textOf(volumes.get(mount.name)),
          what: 'by subPath',
          pointer: `${pointer}/volumeMounts/${index}`,
        })),
    ])
}

function variables(container: Fields, pointer: string): readonly Use[] {
  const what = 'as variables'
  return [
    ...mapsOf(container.envFrom).map(([index, source]) => ({
      name: textOf(fieldsAt(source, 'configMapRef').name),
      what,
      pointer: `${pointer}/envFrom/${index}/configMapRef/name`,
    })),
    ...mapsOf(container.env).map(([index, variable]) => ({
      name: textOf(fieldsAt(variable, 'valueFrom', 'configMapKeyRef').name),
      what,
      pointer: `${pointer}/env/${index}/valueFrom/configMapKeyRef/name`,
    })),
  ]
}
