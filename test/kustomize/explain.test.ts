import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../../generator/core/finding.ts'
import type { Files } from '../../generator/core/tree.ts'
import { diskFiles } from '../../generator/io/disk-files.ts'
import {
  build,
  printRendering,
  type TracedBuild,
  traceBuild,
} from '../../generator/kustomize/index.ts'
import { assert, describe, golden } from '../harness.ts'

type Case = {
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  readonly root?: string
  readonly options?: { readonly loadRestrictor?: 'LoadRestrictionsNone' }
  readonly output?: string
}

const folder = new URL('./cases/', import.meta.url)
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Case[])

/** The trace of a case that prints what kustomize prints; whether one should is told by another test. */
function tracedCase({ files, root = '.', options = {}, output }: Case): TracedBuild | undefined {
  try {
    const traced = traceBuild(new Map(Object.entries(files)), root, options)
    const objects = traced.objects.map(({ rendered }) => rendered)
    return printRendering({ objects, warnings: [] }) === output ? traced : undefined
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Whether the same case prints it when nothing is traced. */
function prints({ files, root = '.', options = {}, output }: Case): boolean {
  try {
    return build(new Map(Object.entries(files)), root, options) === output
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

/** Every path to a value that is neither map nor list. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, bracketed(key)]))
}

const bracketed = (key: string): string => (key.startsWith('[') ? `[${key}]` : key)

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((now, step) => {
    const key = step.startsWith('[') ? step.slice(1, -1) : step
    return (now as Readonly<Record<string, unknown>>)[key]
  }, value)
}

/** Whatever is wrong with the explanations of a build: values, or places that are not there. */
function faults(traced: TracedBuild, files: Files): readonly string[] {
  return traced.objects.flatMap((object) =>
    leavesOf(object.rendered.resource).flatMap((path) => {
      const { value, changes } = object.explain(path)
      const last = changes.at(-1)
      const is = JSON.stringify(at(object.rendered.resource, path))
      const told = [
        JSON.stringify(value) === is ? '' : `is ${is}, explained as ${JSON.stringify(value)}`,
        last !== undefined && hasLine(files, last.place.file, last.place.line)
          ? ''
          : `has no place: ${JSON.stringify(last)}`,
        String(last?.value) === String(value) ? '' : `was last set to ${String(last?.value)}`,
      ]
      return told.filter(Boolean).map((fault) => `${object.id} ${path.join('/')} ${fault}`)
    }),
  )
}

function hasLine(files: Files, file: string, line: number): boolean {
  const content = files.get(file)
  if (content === undefined) return false
  return typeof content !== 'string' || content.split(/\r\n?|[\n\x85]/).length >= line
}

/** A tree in which values come from everywhere that they can come from. */
const everywhere: Files = new Map(
  Object.entries({
    'base/kustomization.yaml': `resources: [list.yaml, ../lib]
configMapGenerator:
- name: files
  files: [notes.txt, renamed=sub/other.txt]
  envs: [some.env]
  literals: [a=1, 'b=two']
  options: {labels: {own: yes-sir}}
generatorOptions: {labels: {all: x}, annotations: {note: why}, immutable: true}
secretGenerator:
- name: secret
  type: special
  literals: [password=x]
`,
    'base/notes.txt': 'n',
    'base/sub/other.txt': 'o',
    'base/some.env': '# c\nE1=1\n  E2=2\n',
    'base/list.yaml': `# several
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: &m
    name: web
  spec: {ports: [{port: 80}, {port: 443}]}
- apiVersion: v1
  kind: ServiceAccount
  metadata: *m
`,
    'lib/kustomization.yaml': 'resources: [two.yaml]\nnameSuffix: -lib\n',
    'lib/two.yaml': `
---
# empty
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: one
spec:
  template:
    spec:
      containers:
      - name: a
        image: a:1
        env:
        - {name: X, value: "1"}
      - name: b
        image: b:1
---
apiVersion: batch/v1
kind: Job
metadata: {name: job}
spec: {template: {spec: {containers: [{name: j, image: 'j@sha256:0', args: ["$(HOST)"]}]}}}
`,
    'over/kustomization.yaml': `resources:
- ../base
namespace: ns
labels:
- pairs: {l: one}
- {pairs: {m: two}, includeTemplates: true}
commonAnnotations:
  who: me
patchesStrategicMerge:
- smp.yaml
- |-
  apiVersion: batch/v1
  kind: Job
  metadata: {name: job-lib}
  spec:
    backoffLimit: 1
patchesJson6902:
- target: {version: v1, kind: Service, name: web}
  path: six.json
- target: {version: v1, kind: Service, name: web}
  patch: |-
    - op: add
      path: /spec/ports/-
      value: {port: 9090, name: metrics}
    - {op: remove, path: /spec/ports/0}
patches:
- {path: both.yaml, target: {kind: Deployment}}
- target: {kind: Service}
  patch: '[{"op": "add", "path": "/spec/type", "value": "NodePort"}]'
images:
- {name: a, newName: r.example.org/a, newTag: '2'}
- {name: j, digest: 'sha256:1'}
- {name: b, tagSuffix: -x}
replacements:
- source: {kind: ServiceAccount, name: web}
  targets:
  - select: {kind: Deployment}
    fieldPaths: [spec.template.spec.serviceAccountName]
    options: {create: true}
- path: replace.yaml
configMapGenerator:
- {name: files, behavior: merge, literals: [a=9]}
generators: [made.yaml]
transformers:
- |-
  apiVersion: builtin
  kind: AnnotationsTransformer
  metadata: {name: inline}
  annotations: {from: plugin}
  fieldSpecs: [{path: metadata/annotations, create: true}]
- prefix.yaml
vars:
- name: HOST
  objref: {apiVersion: v1, kind: Service, name: web}
`,
    'over/six.json':
      '[\n{"op": "replace", "path": "/spec/ports/0/port", "value": 8080},\n{"op": "add", "path": "/spec/ports/1/name", "value": "tls"}]\n',
    'over/smp.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: one-lib
spec:
  replicas: 2
---
apiVersion: batch/v1
kind: Job
metadata: {name: job-lib}
spec:
  completions: 3
`,
    'over/both.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: any}
spec:
  template:
    spec:
      containers:
      - name: new
        image: new:1
      - name: b
        env:
        - name: Y
          value: "2"
`,
    'over/made.yaml':
      'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: g}\nname: made\nliterals: [a=b]\n',
    'over/prefix.yaml':
      '# first\napiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: p-\nfieldSpecs: [{path: metadata/name}]\n',
    'over/replace.yaml': `source: {kind: Service, fieldPath: spec.type}
targets:
- select: {kind: Job}
  fieldPaths: [metadata.annotations.type]
  options: {create: true}
`,
  }),
)

/** One line for every value of a build: what it is, and the line that set it. */
function lines({ objects }: TracedBuild): string {
  const told = objects.map((object) => {
    const values = leavesOf(object.rendered.resource).map((path) => {
      const { pointer, value, changes } = object.explain(path)
      const last = changes.at(-1)
      const place = `${last?.place.file}:${last?.place.line}:${last?.place.column}`
      return `  ${pointer} = ${JSON.stringify(value)}\n      ${place} ${last?.what}\n`
    })
    return `${object.id}\n${values.join('')}`
  })
  return told.join('\n')
}

/** Every folder of our own that an engine renders. */
const overlays = readdirSync('overlays').flatMap((environment) =>
  readdirSync(`overlays/${environment}`)
    .filter((name) => !name.endsWith('.yaml'))
    .map((name) => `overlays/${environment}/${name}`),
)

/** Values whose line does not hold them: of what is written somewhere as it is. */
function misplaced({ objects }: TracedBuild, files: Files): readonly string[] {
  const line = (file: string, number: number): string =>
    String(files.get(file)).split('\n')[number - 1] ?? ''
  return objects.flatMap((object) =>
    leavesOf(object.rendered.resource).flatMap((path) => {
      const { value, changes } = object.explain(path)
      const { what = '', place } = changes.at(-1) ?? {}
      if (place === undefined || !/^(?:resources|patches|namespace|replicas)/.test(what)) return []
      const text = String(value).split('\n')[0] ?? ''
      const written = line(place.file, place.line)
      const isBlock = /[|>][-+0-9]*$/.test(written)
      return written.includes(text) || isBlock ? [] : [`${object.id} ${path.join('/')} ${written}`]
    }),
  )
}

describe('explain', {
  'a trace changes no output, and explains every value of every case': () => {
    let explained = 0
    for (const one of cases) {
      const traced = tracedCase(one)
      if (traced === undefined) assert.not(one.output !== undefined && prints(one), one.id)
      else assert.is(faults(traced, new Map(Object.entries(one.files))).join('\n'), '', one.id)
      if (traced !== undefined) explained++
    }
    assert.ok(explained > 400)
  },
  'names the line of every value, wherever it comes from': () => {
    const traced = traceBuild(everywhere, 'over')
    assert.is(faults(traced, everywhere).join('\n'), '')
    golden(lines(traced), 'test/kustomize/explain.golden.txt')
  },
  'finds every value of our own overlays in the line that it names': () => {
    const files = diskFiles()
    assert.ok(overlays.length > 20)
    for (const folder of overlays) {
      const traced = traceBuild(files, resolve(folder).slice(1))
      assert.is(faults(traced, files).join('\n'), '', folder)
      assert.is(misplaced(traced, files).join('\n'), '', folder)
    }
  },
})
