import type { Problem } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import type { Entry } from '../identity/entry.ts'
import { fieldText, isMap, type MapNode } from '../node/node.ts'
import type { Replacement, Selector } from '../read/kustomization.ts'
import { podOf } from './pods.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (source: string) => ({
  'kustomization.yaml': `resources: [web.yaml]\nreplacements:\n- ${source}\n  targets:\n  - select: {kind: Service}\n    fieldPaths: [spec.externalName]\n`,
  'web.yaml': `${header('v1', 'ConfigMap', 'web')}data: {host: maps.example}\n---\n${header('v1', 'Service', 'web')}spec: {type: ExternalName, externalName: x}\n`,
})

/** Which kubectl holds which kustomize: its go.mod. */
export const olderKubectl: Warning = {
  id: 'kustomize/older-kubectl',
  summary: 'The tree uses what older versions of kustomize do not know, or do differently.',
  why: 'kubectl has a kustomize of its own: 5.4.2 in kubectl 1.31, 5.5.0 in 1.32, 5.6.0 in 1.33, 5.7.1 in 1.34. `kubectl apply -k` then fails, or applies something else than Argo CD and Flux, which run 5.8.1.',
  hint: 'render with kustomize 5.8 and pipe the result to kubectl apply -f -, or do without',
  example: {
    bad: tree('sourceValue: maps.example'),
    good: tree('source: {kind: ConfigMap, fieldPath: data.host}'),
  },
}

/** Told for what a kustomization uses; `since` is the first kustomize that has it. */
export function newerThanKubectl(what: string, since: '5.7' | '5.8'): Problem {
  const kubectl = since === '5.7' ? '1.33' : '1.34'
  return problemOf(
    olderKubectl,
    `${what}: new in kustomize ${since}, kubectl ${kubectl} and older render it differently or fail`,
  )
}

const regex = /[*+?()[\]{}|^$\\]/

/** What a replacement uses that is new, in words. */
export function newInReplacement({
  sourceValue,
  targets = [],
}: Replacement): readonly (readonly [what: string, since: '5.7' | '5.8'])[] {
  const selectors = targets.flatMap(({ select, reject = [] }) => [
    ...(select ? [select] : []),
    ...reject,
  ])
  return [
    ...(sourceValue === undefined ? [] : [['sourceValue', '5.7'] as const]),
    ...(selectors.some(hasRegex)
      ? [['a regular expression in select or reject', '5.8'] as const]
      : []),
    ...(selectors.some(({ namespace }) => namespace === 'default')
      ? [
          [
            'namespace: default in select or reject, which is compared as it is written',
            '5.8',
          ] as const,
        ]
      : []),
  ]
}

function hasRegex({ group, version, kind, name, namespace }: Selector): boolean {
  return [group, version, kind, name, namespace].some(
    (text) => text !== undefined && regex.test(text),
  )
}

/** True when `images` changed the image of a volume, which older versions do not look at. */
export function changesImageVolume(before: Entry, after: Entry): boolean {
  if (before.node === after.node) return false
  const now = volumesOf(after.node)
  if (!now.some((volume) => isMap(volume) && volume.has('image'))) return false
  const old = volumesOf(before.node)
  return now.some((volume, i) => referenceOf(volume) !== referenceOf(old[i]))
}

function volumesOf(object: MapNode): readonly Node[] {
  const volumes = podOf(object)?.get('volumes')
  return Array.isArray(volumes) ? volumes : none
}

function referenceOf(volume: Node | undefined): string {
  return isMap(volume) ? fieldText(volume.get('image'), 'reference') : ''
}

const none: readonly Node[] = []
