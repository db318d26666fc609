import type { Files } from '../../generator/core/tree.ts'

const base: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': [
    'resources: [web.yaml]',
    'configMapGenerator:',
    '- name: web',
    '  literals: [a=1]',
    '',
  ].join('\n'),
  'base/web.yaml': [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: web}',
    'spec:',
    '  template:',
    '    spec:',
    '      containers: [{name: web, image: "web:1"}]',
    '      volumes: [{name: c, configMap: {name: web}}]',
    '',
  ].join('\n'),
}

/** The base, and an overlay with these lines. */
export function tree(lines: readonly string[], more: Readonly<Record<string, string>> = {}): Files {
  const overlay = ['resources: [../base]', ...lines, ''].join('\n')
  return new Map(Object.entries({ ...base, 'over/kustomization.yaml': overlay, ...more }))
}
